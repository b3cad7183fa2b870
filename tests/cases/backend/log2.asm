	.text
	.file	"case.mir"
	.section	"raw_tracepoint/sys_enter","ax",@progbits
	.globl	p
	.p2align	3
	.type	p,@function
p:
	r2 = *(u64 *)(r1 + 0)
	r1 = r2
	r1 >>= 32
	r1 = -r1
	r1 >>= 58
	r1 &= 32
	#APP
	#NO_APP
	r2 >>= r1
	r3 = r2
	r3 >>= 16
	r3 = -r3
	r3 >>= 58
	r3 &= 16
	#APP
	#NO_APP
	r2 >>= r3
	r1 += r3
	r3 = r2
	r3 >>= 8
	r3 = -r3
	r3 >>= 58
	r3 &= 8
	#APP
	#NO_APP
	r2 >>= r3
	r1 += r3
	r3 = r2
	r3 >>= 4
	r3 = -r3
	r3 >>= 58
	r3 &= 4
	#APP
	#NO_APP
	r2 >>= r3
	r1 += r3
	r3 = r2
	r3 >>= 2
	r3 = -r3
	r3 >>= 58
	r3 &= 2
	#APP
	#NO_APP
	r2 >>= r3
	r1 += r3
	r2 >>= 1
	r2 &= 1
	r1 += r2
	#APP
	#NO_APP
	#APP
	r2 = out ll
	#NO_APP
	*(u64 *)(r2 + 0) = r1
	*(u64 *)(r10 - 64) = 0
	*(u64 *)(r10 - 56) = 0
	*(u64 *)(r10 - 48) = 0
	*(u64 *)(r10 - 40) = 0
	*(u64 *)(r10 - 32) = 0
	*(u64 *)(r10 - 24) = 0
	*(u64 *)(r10 - 16) = 0
	*(u64 *)(r10 - 8) = 0
	r2 = r10
	r2 += -64
	r2 += r1
	w0 = *(u8 *)(r2 + 0)
	exit
.Lfunc_end0:
	.size	p, .Lfunc_end0-p

	.type	.LLICENSE,@object
	.section	license,"aw",@progbits
.LLICENSE:
	.asciz	"GPL"
	.size	.LLICENSE, 4

	.type	hist,@object
	.section	.maps,"aw",@progbits
	.globl	hist
	.p2align	3, 0x0
hist:
	.zero	32
	.size	hist, 32

	.type	out,@object
	.section	.bss,"aw",@nobits
	.globl	out
	.p2align	3, 0x0
out:
	.zero	8
	.size	out, 8

