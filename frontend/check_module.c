/*
 * check_module.c - `use`: definitions from a file beside the source or in a folder given with -I.
 */
#include "frontend/check.h"
#include "frontend/parse.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

enum { MODULE_DEPTH_MAX = 16 };

/* Reads a regular file: a device or a pipe would keep the compiler waiting. */
static int read_regular(struct source_set *set, const char *path, const char *name)
{
	struct stat st;

	if (stat(path, &st))
		return -errno;
	return S_ISREG(st.st_mode) ? source_read(set, path, name) : -EINVAL;
}

/* The module's file next to the file that uses it, then in each -I folder; 0 and -errno in *err. */
static uint32_t open_module(struct checker *c, const struct ast *n, int *err)
{
	struct source_set *set = c->options->sources;
	const struct source_file *from = source_get(set, n->at.file);
	const char *slash = strrchr(from->path, '/'), *name_slash = strrchr(from->name, '/');
	const char *module = sv_dup(c->arena, n->u.use.module);
	bool has_suffix = n->u.use.module.n > 3 &&
			  strcmp(module + n->u.use.module.n - 3, ".nu") == 0;
	const char *file = has_suffix ? module : arena_printf(c->arena, "%s.nu", module);
	const char *name = arena_printf(c->arena, "%.*s%s",
					name_slash ? (int)(name_slash - from->name) + 1 : 0,
					from->name, file);
	int r;

	if (file[0] == '/')
		r = read_regular(set, file, strrchr(file, '/') + 1);
	else
		r = read_regular(set,
				arena_printf(c->arena, "%.*s%s",
					     slash ? (int)(slash - from->path) + 1 : 0, from->path,
					     file),
				name);
	for (uint32_t i = 0; r < 0 && i < c->options->ninclude_dirs; i++)
		r = read_regular(set,
				arena_printf(c->arena, "%s/%s", c->options->include_dirs[i], file),
				file);
	*err = r < 0 ? r : 0;
	return r < 0 ? 0 : (uint32_t)r;
}

static struct sv module_stem(struct sv module)
{
	const char *slash = module.n ? memrchr(module.p, '/', module.n) : NULL;

	if (slash)
		module = sv_from(module, (size_t)(slash + 1 - module.p));
	if (module.n > 3 && memcmp(module.p + module.n - 3, ".nu", 3) == 0)
		module.n -= 3;
	return module;
}

/* Which of a module's exported names come in: all with the module's name in front, or those that
 * the `use` names. */
static bool is_named(const struct ast *use, struct sv name)
{
	for (uint32_t i = 0; i < use->u.use.nmembers; i++)
		if (sv_is(use->u.use.members[i], "*") || sv_eq(use->u.use.members[i], name))
			return true;
	return false;
}

static void import_const(struct checker *c, const struct ast *use, struct ast *n)
{
	const struct value *v = check_constant(c, n->u.let.init, "a const");
	struct symbol *s = scope_add(c, SYMBOL_CONST, n->u.let.name, n->u.let.name_at,
				     n->u.let.init->type);

	s->value = v ? v : value_of(c->arena, TYPE_NOTHING, 0);
	if (n->u.let.exported && is_named(use, n->u.let.name))
		s->imported_by = use->at.file;
}

static void check_members(struct checker *c, const struct ast *use, const struct ast *root)
{
	for (uint32_t m = 0; m < use->u.use.nmembers; m++) {
		struct sv want = use->u.use.members[m];
		bool found = sv_is(want, "*");

		for (uint32_t i = 0; i < root->u.block.stmts.n && !found; i++) {
			const struct ast *s = root->u.block.stmts.v[i];

			found = (s->kind == AST_DEF && s->u.def.exported &&
				 sv_eq(s->u.def.name, want)) ||
				(s->kind == AST_CONST && s->u.let.exported &&
				 sv_eq(s->u.let.name, want));
		}
		if (!found)
			diag_report(c->sink, DIAG_module_member, use->at,
				    sv_dup(c->arena, use->u.use.module), sv_dup(c->arena, want));
	}
}

/* Every def of the module is declared, so that its own defs find each other; code of other files
 * sees those that the `use` brings in, or all exported ones under the module's name. */
static void import_defs(struct checker *c, const struct ast *use, struct ast *root)
{
	uint32_t first = c->decls.n, last;

	declare_defs(c, root, (struct sv){"", 0}, false);
	last = c->decls.n;
	for (uint32_t i = first; i < last; i++) {
		struct def_decl *d = &c->decls.v[i];

		if (d->ast->u.def.exported && is_named(use, d->name))
			d->imported_by = use->at.file;
	}
	if (use->u.use.nmembers)
		return;
	declare_defs(c, root, module_stem(use->u.use.module), true);
	for (uint32_t i = last; i < c->decls.n; i++)
		c->decls.v[i].imported_by = use->at.file;
}

static bool is_ours(struct sv module)
{
	return sv_is(module, "nubpf") || sv_is(module, "std") || sv_starts(module, SV("std/"));
}

void check_use(struct checker *c, struct ast *n)
{
	uint32_t errors = c->sink->errors, file;
	struct ast *root;
	struct diag *d;
	int err;

	if (is_ours(n->u.use.module))
		return;
	for (uint32_t i = 0; i < c->modules.n; i++) {
		if (!sv_eq(c->modules.v[i], n->u.use.module))
			continue;
		diag_report(c->sink, DIAG_module_not_found, n->at,
			    sv_dup(c->arena, n->u.use.module), "it uses itself");
		return;
	}
	file = c->modules.n < MODULE_DEPTH_MAX ? open_module(c, n, &err) : (err = -ELOOP, 0u);
	if (!file) {
		d = diag_report(c->sink, DIAG_module_not_found, n->u.use.module_at,
				sv_dup(c->arena, n->u.use.module), strerror(-err));
		diag_help(c->sink, d, "put the file beside the source, or name its folder with -I");
		return;
	}
	root = parse_file(c->arena, c->sink, file, (struct parse_options){true});
	if (c->sink->errors > errors)
		return;
	vec_push(c->arena, &c->modules, n->u.use.module);
	for (uint32_t i = 0; i < root->u.block.stmts.n; i++) {
		struct ast *s = root->u.block.stmts.v[i];

		if (s->kind == AST_USE)
			check_use(c, s);
		else if (s->kind == AST_CONST)
			import_const(c, n, s);
	}
	c->modules.n--;
	import_defs(c, n, root);
	check_members(c, n, root);
}
