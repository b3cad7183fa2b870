/*
 * half.btf.c - a kernel whose limits are half as large as in any other, so that elements of an
 * array of them stand elsewhere than where it says. What the case reads is half.btf beside it:
 *   clang-19 -g -O2 -target bpf -c half.btf.c -o half.o && llvm-objcopy-19
 * --dump-section=.BTF=half.btf half.o
 */
typedef unsigned long long u64;

struct rlimit {
	u64 rlim_cur;
};
struct signal_struct {
	int sigcnt;
	struct rlimit rlim[16];
	struct {
		int first;
	} unnamed[2];
};
struct task_struct {
	struct signal_struct *signal;
};
struct signal_struct keep_signal;
struct task_struct keep_task;
