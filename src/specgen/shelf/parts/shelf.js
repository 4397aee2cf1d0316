"use strict";
(function () {
  var articles = Array.prototype.slice.call(document.querySelectorAll("article"));
  var sections = Array.prototype.slice.call(document.querySelectorAll("section[data-component]"));
  var find = document.getElementById("find");
  var place = document.getElementById("place");
  var told = document.getElementById("told");
  var texts = null;
  var waiting = 0;
  var links = {};
  document.querySelectorAll("nav a").forEach(function (link) { links[link.getAttribute("href").slice(1)] = link.parentNode; });

  function show(part, name, shown) {
    part.hidden = !shown;
    if (links[name]) { links[name].hidden = !shown; }
  }

  function folded(text) {
    return text.toLowerCase().normalize("NFKD").replace(/[\u0300-\u036f\u00ad\u200b-\u200f\u2060\ufeff]/g, "")
      .replace(/[\u2018\u2019]/g, "'").replace(/[\u201c-\u201f]/g, '"').replace(/[\u2010-\u2015\u2212]/g, "-").replace(/\s+/g, " ");
  }

  function textIn(article, parts) {
    return folded(Array.prototype.map.call(article.querySelectorAll(parts), function (part) { return part.textContent; }).join(" "));
  }

  function search() {
    if (texts === null) {
      // The page's own words, and what is said of the contracts that hold a clause, are no part of its wording.
      texts = articles.map(function (article) {
        return { now: textIn(article, "[data-find]"), ever: textIn(article, "[data-find], .pair .wording") };
      });
    }
    var words = folded(find.value).split(" ").filter(Boolean);
    var shown = 0;
    var earlier = 0;
    articles.forEach(function (article, at) {
      var fits = (!place.value || article.dataset.place === place.value) &&
        words.every(function (word) { return texts[at].ever.indexOf(word) >= 0; });
      earlier += fits && !words.every(function (word) { return texts[at].now.indexOf(word) >= 0; }) ? 1 : 0;
      show(article, article.id, fits);
      shown += fits ? 1 : 0;
    });
    sections.forEach(function (section) {
      show(section, section.id, Boolean(section.querySelector("article:not([hidden])")));
    });
    document.querySelectorAll("section[data-portfolio]").forEach(function (section) {
      show(section, section.getAttribute("aria-labelledby"), words.length === 0 && !place.value);
    });
    told.textContent = (shown === 1 ? "1 clause is shown" : shown + " of " + articles.length + " clauses are shown") +
      (earlier ? ", " + earlier + " of them for another version of it." : ".");
  }

  function wordingOf(article) {
    var lines = Array.prototype.map.call(article.querySelector(".wording").querySelectorAll("[data-mark]"), function (line) {
      return line.dataset.mark + line.textContent;
    });
    return lines.join("\n");
  }

  function copied(button, done) {
    var before = told.textContent;
    button.textContent = done ? "Copied" : "Could not be copied: select the words and copy them";
    told.textContent = button.textContent;
    window.setTimeout(function () {
      button.textContent = "Copy the wording";
      if (told.textContent.indexOf("Co") === 0) { told.textContent = before.indexOf("Co") === 0 ? "" : before; }
    }, 3000);
  }

  function byHand(text) {
    var area = document.createElement("textarea");
    area.value = text;
    area.setAttribute("aria-hidden", "true");
    document.body.appendChild(area);
    area.select();
    var done = false;
    try { done = document.execCommand("copy"); } catch (fault) { done = false; }
    document.body.removeChild(area);
    return done;
  }

  document.querySelectorAll("button.copy").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", function () {
      var text = wordingOf(button.closest("article"));
      if (navigator.clipboard && navigator.clipboard.writeText) {
        navigator.clipboard.writeText(text).then(
          function () { copied(button, true); }, function () { copied(button, byHand(text)); button.focus(); });
      } else {
        copied(button, byHand(text));
        button.focus();
      }
    });
  });
  document.querySelector(".find").hidden = false;
  find.addEventListener("input", function () { window.clearTimeout(waiting); waiting = window.setTimeout(search, 120); });
  place.addEventListener("change", search);
  document.querySelector(".find").addEventListener("submit", function (event) { event.preventDefault(); search(); });

  // What is folded away is printed too.
  var opened = [];
  window.addEventListener("beforeprint", function () {
    opened = Array.prototype.slice.call(document.querySelectorAll("details:not([open])"));
    opened.forEach(function (part) { part.open = true; });
  });
  window.addEventListener("afterprint", function () {
    opened.forEach(function (part) { part.open = false; });
  });
})();
