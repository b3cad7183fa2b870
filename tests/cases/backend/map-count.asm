	.text
	.file	"case.mir"
	.section	"raw_tracepoint/sys_enter","ax",@progbits
	.globl	p
	.p2align	3
	.type	p,@function
p:
	r1 = *(u64 *)(r1 + 0)
	*(u64 *)(r10 - 8) = r1
	r2 = r10
	r2 += -8
	r1 = counts ll
	call 1
	if r0 != 0 goto LBB0_2
	*(u64 *)(r10 - 16) = 1
	r2 = r10
	r2 += -8
	r3 = r10
	r3 += -16
	r6 = 1
	r1 = counts ll
	r4 = 1
	call 2
	if r0 == 0 goto LBB0_4
	goto LBB0_3
LBB0_2:
	r1 = 1
	lock *(u64 *)(r0 + 0) += r1
	goto LBB0_4
LBB0_3:
	#APP
	r1 = nubpf_sites ll
	#NO_APP
	lock *(u64 *)(r1 + 0) += r6
LBB0_4:
	w0 = 0
	exit
.Lfunc_end0:
	.size	p, .Lfunc_end0-p

	.section	"raw_tracepoint/sys_exit","ax",@progbits
	.globl	forget
	.p2align	3
	.type	forget,@function
forget:
	r1 = *(u64 *)(r1 + 0)
	*(u64 *)(r10 - 8) = r1
	r2 = r10
	r2 += -8
	r1 = counts ll
	call 3
	exit
.Lfunc_end1:
	.size	forget, .Lfunc_end1-forget

	.type	.LLICENSE,@object
	.section	license,"aw",@progbits
.LLICENSE:
	.asciz	"GPL"
	.size	.LLICENSE, 4

	.type	counts,@object
	.section	.maps,"aw",@progbits
	.globl	counts
	.p2align	3, 0x0
counts:
	.zero	32
	.size	counts, 32

	.type	nubpf_sites,@object
	.section	.bss,"aw",@nobits
	.globl	nubpf_sites
	.p2align	3, 0x0
nubpf_sites:
	.zero	8
	.size	nubpf_sites, 8

