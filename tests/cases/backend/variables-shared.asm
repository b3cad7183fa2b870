	.text
	.file	"case.mir"
	.section	"raw_tracepoint/sys_enter","ax",@progbits
	.globl	p
	.p2align	3
	.type	p,@function
p:
	r6 = *(u64 *)(r1 + 0)
	#APP
	r1 = small ll
	#NO_APP
	*(u8 *)(r1 + 2) = w6
	*(u64 *)(r1 + 8) = r6
	r2 = kept ll
	*(u64 *)(r2 + 0) = r6
	*(u8 *)(r1 + 16) = w6
	if r6 s< 10 goto LBB0_1
	goto LBB0_2
LBB0_1:
	r2 = 1
	lock *(u64 *)(r1 + 32) += r2
	goto LBB0_3
LBB0_2:
	call 8
	r0 >>= 10
	r6 += r0
	#APP
	r1 = small ll
	#NO_APP
	lock *(u64 *)(r1 + 24) += r6
	r2 = 10
	lock *(u64 *)(r1 + 40) += r2
LBB0_3:
	#APP
	r1 = small ll
	#NO_APP
	r2 = 1
	lock *(u64 *)(r1 + 24) += r2
	w0 = 0
	exit
.Lfunc_end0:
	.size	p, .Lfunc_end0-p

	.type	.LLICENSE,@object
	.section	license,"aw",@progbits
.LLICENSE:
	.asciz	"GPL"
	.size	.LLICENSE, 4

	.type	small,@object
	.section	.bss,"aw",@nobits
	.globl	small
small:
	.zero	3
	.size	small, 3

	.type	wide,@object
	.globl	wide
	.p2align	3, 0x0
wide:
	.zero	8
	.size	wide, 8

	.type	kept,@object
	.data
	.globl	kept
	.p2align	3, 0x0
kept:
	.zero	8
	.size	kept, 8

	.type	byte,@object
	.section	.bss,"aw",@nobits
	.globl	byte
byte:
	.zero	1
	.size	byte, 1

	.type	late,@object
	.globl	late
	.p2align	3, 0x0
late:
	.zero	8
	.size	late, 8

	.type	nubpf_sites,@object
	.globl	nubpf_sites
	.p2align	3, 0x0
nubpf_sites:
	.zero	16
	.size	nubpf_sites, 16

