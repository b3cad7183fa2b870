/* The script of the picture that render_svg.c draws: a click shows a frame and what is above it in the
 * full width, "search" colours what matches. Names come from title elements and go into text nodes only. */
(function () {
	"use strict";
	var svg = document.documentElement;
	var width = +svg.getAttribute("data-width"), letter = +svg.getAttribute("data-letter");
	var bare = +svg.getAttribute("data-bare");
	var frames = Array.prototype.map.call(svg.querySelectorAll("g.f"), function (g) {
		return {
			g: g, rect: g.querySelector("rect"), text: g.querySelector("text"),
			title: g.querySelector("title").textContent, name: g.getAttribute("data-name"),
			x: +g.getAttribute("data-x"), w: +g.getAttribute("data-w"), d: +g.getAttribute("data-d")
		};
	});
	var details = document.getElementById("details"), found = document.getElementById("found");
	var reset = document.getElementById("reset"), search = document.getElementById("search");
	var shown = { x: 0, w: frames.length ? frames[0].w : 1, d: 0 };

	function place(f, x, w) {
		var room = Math.floor((w - 4) / letter);
		f.rect.setAttribute("x", x.toFixed(2));
		f.rect.setAttribute("width", Math.max(w, 0.1).toFixed(2));
		f.rect.classList.toggle("bare", w < bare);
		f.text.setAttribute("x", (x + 3).toFixed(2));
		f.text.textContent = room < 3 ? "" : f.name.length <= room ? f.name : f.name.slice(0, room - 1) + "\u2026";
	}
	function zoom(to) {
		shown = to;
		frames.forEach(function (f) {
			var below = f.d < to.d && f.x <= to.x && f.x + f.w >= to.x + to.w;
			var inside = f.d >= to.d && f.x >= to.x && f.x + f.w <= to.x + to.w;
			f.g.style.display = below || inside ? "" : "none";
			f.g.style.opacity = below ? 0.5 : 1;
			if (below)
				place(f, 0, width);
			else if (inside)
				place(f, (f.x - to.x) / to.w * width, f.w / to.w * width);
		});
		reset.style.visibility = to.d ? "visible" : "hidden";
	}
	function look(what) {
		var matches, ends = -1, total = 0, pattern = null;
		try {
			pattern = what ? new RegExp(what) : null;
		} catch (e) {
			pattern = { test: function (name) { return name.indexOf(what) >= 0; } };
		}
		matches = frames.filter(function (f) {
			var hit = pattern && f.d > 0 && pattern.test(f.name);
			f.rect.classList.toggle("hit", !!hit);
			return hit;
		});
		/* Each part of the width once, however many frames of a way match. */
		matches.sort(function (a, b) { return a.x - b.x || a.d - b.d; });
		matches.forEach(function (f) {
			if (f.x >= ends) {
				total += f.w;
				ends = f.x + f.w;
			}
		});
		found.textContent = pattern ? "matched: " + (100 * total / frames[0].w).toFixed(1) + " %" : "";
		search.textContent = pattern ? "reset search" : "search";
	}
	frames.forEach(function (f) {
		f.g.addEventListener("click", function () { zoom(f); });
		f.g.addEventListener("mouseover", function () { details.textContent = f.title; });
		f.g.addEventListener("mouseout", function () { details.textContent = ""; });
	});
	reset.addEventListener("click", function () { zoom(frames[0]); });
	search.addEventListener("click", function () {
		look(found.textContent ? "" : window.prompt("Search for a name or a regular expression:", ""));
	});
	window.addEventListener("keydown", function (e) {
		if (e.key === "Escape")
			zoom(frames[0]);
	});
	if (frames.length)
		zoom(frames[0]);
})();
