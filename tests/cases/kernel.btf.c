/*
 * kernel.btf.c - a kernel of a few types, so that cases do not depend on the one they run on. What the
 * cases read is kernel.btf beside it:
 *   clang-19 -g -O2 -target bpf -c kernel.btf.c -o kernel.o && llvm-objcopy-19 --dump-section=.BTF=kernel.btf kernel.o
 */
#define KEEP __attribute__((used, noinline))

typedef unsigned char u8;
typedef unsigned int u32;
typedef unsigned long long u64;
typedef _Bool bool;

enum state { ASLEEP = 0, AWAKE = 1 };
enum signed_state { BELOW = -1, ABOVE = 1 };

struct inode {
	u32 i_mode;
	u64 i_ino;
};
struct qstr {
	u64 hash_len;
	const unsigned char *name;
};
struct dentry {
	struct qstr d_name;
	struct inode *d_inode;
	char d_iname[32];
};
struct path {
	void *mnt;
	struct dentry *dentry;
};
struct file {
	struct inode *f_inode;
	struct path f_path;
};
struct mm_struct {
	struct file *exe_file;
	u64 counters[4];
};
struct sched_class {
	int (*enqueue)(struct file *f);
};
struct sched_entity {
	u64 sum_exec_runtime;
	struct {
		int depth;
		int on_rq;
	} nameless;
};
union both {
	int number;
	struct inode *inode;
};
struct task_struct {
	unsigned int __state;
	int exit_code;
	u8 raw[6];
	bool flag;
	signed char nice;
	unsigned short port;
	unsigned no_cgroup : 1;
	unsigned in_iowait : 1;
	int narrow : 5;
	enum state state;
	enum signed_state towards;
	union {
		u64 start_time;
		struct {
			int inner;
		};
	};
	struct task_struct *real_parent;
	int pid, tgid;
	char comm[16];
	struct mm_struct *mm;
	const struct sched_class *sched_class;
	struct sched_entity se, *parent_se;
	union both both;
	char __attribute__((btf_type_tag("user"))) *arg_start;
	double fraction;
	struct path paths[3];
	struct inode *inodes[2];
	int tail[];
};

typedef void (*btf_trace_sched_switch)(void *data, bool preempt, struct task_struct *prev,
				       struct task_struct *next);
btf_trace_sched_switch keep_pointer;

/* Of what is only pointed to the compiler leaves the name. */
struct mm_struct keep_mm;
struct file keep_file;
struct dentry keep_dentry;
struct inode keep_inode;
struct sched_class keep_class;
struct task_struct *keep_task;
KEEP int __traceiter_sched_switch(void *__data, bool preempt, struct task_struct *prev,
				  struct task_struct *next)
{
	keep_task = preempt ? prev : next;
	return 0;
}
KEEP long vfs_read(struct file *file, char *buf, u64 count, u32 small)
{
	return file->f_inode->i_ino + count + small + (buf == 0);
}
KEEP int bpf_lsm_file_open(struct file *file)
{
	return file != 0;
}
KEEP void no_result(int x)
{
	keep_task = x ? keep_task->real_parent : 0;
}
