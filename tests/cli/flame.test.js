/* Runs the script of a picture (its file is the argument) on the little of a browser that it needs, and
 * checks what a click, a search and Escape make of it. Fails with an exception. */
"use strict";
const assert = require("assert"), fs = require("fs"), vm = require("vm");
const file = fs.readFileSync(process.argv[2], "utf8");
const unescape = (s) => s.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&quot;/g, '"')
	.replace(/&#39;/g, "'").replace(/&amp;/g, "&");

function element(attributes, text) {
	const classes = new Set(), on = {};
	return {
		attributes, textContent: text || "", style: {}, on, classes,
		getAttribute: (name) => attributes[name],
		setAttribute: (name, value) => { attributes[name] = String(value); },
		classList: { toggle: (name, yes) => { yes ? classes.add(name) : classes.delete(name); } },
		addEventListener: (what, f) => { on[what] = f; }
	};
}
const frames = [...file.matchAll(
	/<g class="f" data-name="([^"]*)" data-x="(\d+)" data-w="(\d+)" data-d="(\d+)"><title>([^<]*)<\/title><rect(?: class="bare")? x="([^"]*)" y="(\d+)" width="([^"]*)"[^>]*\/><text[^>]*>([^<]*)<\/text><\/g>/g
)].map((m) => {
	const g = element({ "data-name": unescape(m[1]), "data-x": m[2], "data-w": m[3], "data-d": m[4] });
	const parts = {
		title: element({}, unescape(m[5])), rect: element({ x: m[6], width: m[8] }),
		text: element({}, unescape(m[9]))
	};
	g.querySelector = (what) => parts[what];
	return Object.assign(g, { parts, name: unescape(m[1]) });
});
const ids = {};
for (const id of ["details", "found", "reset", "search"])
	ids[id] = element({});
const root = element({ "data-width": "1200", "data-letter": "6.6", "data-bare": "2" });
root.querySelectorAll = () => frames;
let asked = "", keydown;
const window = { prompt: () => asked, addEventListener: (what, f) => { keydown = f; } };
const document = { documentElement: root, getElementById: (id) => ids[id] };
const script = file.match(/<script><!\[CDATA\[([^]*)\]\]><\/script>/)[1];
vm.runInNewContext(script, { window, document });

const named = (name) => frames.find((f) => f.name === name);
const shown = (f) => f.style.display !== "none";
assert(frames.length > 3 && frames.every(shown));
assert.strictEqual(named("all").parts.rect.attributes.width, "1200.00");
/* A click: the frame has the full width, what is not above or below it is gone. */
const beat = named("beat<&>\"'");
assert(beat, "no frame with the hostile name");
beat.on.click();
assert.strictEqual(beat.parts.rect.attributes.width, "1200.00");
assert.strictEqual(beat.parts.text.textContent, "beat<&>\"'");
assert(!shown(named("other")));
assert.strictEqual(ids.reset.style.visibility, "visible");
beat.on.mouseover();
assert(ids.details.textContent.startsWith("beat<&>\"' ("));
keydown({ key: "Escape" });
assert(frames.every(shown));
assert.strictEqual(ids.reset.style.visibility, "hidden");
/* A border takes no more than the frame. */
assert(frames.every((f) => f.parts.rect.classes.has("bare") === f.parts.rect.attributes.width < 2));
/* A search: a part of the whole, each part once. */
asked = "beat|do_syscall_64";
ids.search.on.click();
assert.strictEqual(ids.found.textContent, "matched: 100.0 %");
assert(beat.parts.rect.classes.has("hit") && !named("other").parts.rect.classes.has("hit"));
ids.search.on.click();
assert.strictEqual(ids.found.textContent, "");
assert(!beat.parts.rect.classes.has("hit"));
asked = "([";
ids.search.on.click();
assert.strictEqual(ids.found.textContent, "matched: 0.0 %");
