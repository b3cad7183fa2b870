	.text
	.file	"case.mir"
	.section	xdp,"ax",@progbits
	.globl	p
	.p2align	3
	.type	p,@function
p:
	r6 = r1
	call 5
	if r0 s< 1 goto LBB0_2
	w0 = *(u32 *)(r6 + 12)
	goto LBB0_3
LBB0_2:
	w0 = *(u32 *)(r6 + 16)
LBB0_3:
	w0 &= 1
	exit
.Lfunc_end0:
	.size	p, .Lfunc_end0-p

	.type	.LLICENSE,@object
	.section	license,"aw",@progbits
.LLICENSE:
	.asciz	"GPL"
	.size	.LLICENSE, 4

