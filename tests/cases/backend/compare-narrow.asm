	.text
	.file	"case.mir"
	.section	"raw_tracepoint/sys_enter","ax",@progbits
	.globl	p
	.p2align	3
	.type	p,@function
p:
	w3 = *(u32 *)(r1 + 0)
	w1 = 1
	w4 = 1
	if w3 == 7 goto LBB0_2
	w4 = 0
LBB0_2:
	#APP
	r2 = out ll
	#NO_APP
	*(u64 *)(r2 + 0) = r4
	w5 = 1
	if w3 != -1 goto LBB0_4
	w5 = 0
LBB0_4:
	r4 = r3
	r4 <<= 32
	*(u64 *)(r2 + 8) = r5
	*(u64 *)(r2 + 16) = 0
	w5 = 1
	if w3 s< -5 goto LBB0_6
	w5 = 0
LBB0_6:
	r4 s>>= 32
	*(u64 *)(r2 + 24) = r5
	w5 = 1
	if w3 s> -6 goto LBB0_8
	w5 = 0
LBB0_8:
	*(u64 *)(r2 + 32) = r5
	if r4 < 7 goto LBB0_10
	w1 = 0
LBB0_10:
	*(u64 *)(r2 + 40) = r1
	w0 = 0
	exit
.Lfunc_end0:
	.size	p, .Lfunc_end0-p

	.type	.LLICENSE,@object
	.section	license,"aw",@progbits
.LLICENSE:
	.asciz	"GPL"
	.size	.LLICENSE, 4

	.type	out,@object
	.section	.bss,"aw",@nobits
	.globl	out
	.p2align	3, 0x0
out:
	.zero	48
	.size	out, 48

