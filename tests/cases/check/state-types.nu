ebpf attach 'raw_tracepoint:sys_enter' {|ctx|
    mut a: string = ''
    mut b: list<int> = [1]
    mut c: record<a: int> = {a: 1}
    mut d: float = 1.5
    mut e: int = 1sec
    mut f: int = null
    mut h: any = 1
    mut g: binary = 0x[]
    count
}
