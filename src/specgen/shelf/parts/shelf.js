"use strict";
(function () {
  var articles = Array.prototype.slice.call(document.querySelectorAll("article"));
  var sections = Array.prototype.slice.call(document.querySelectorAll("section[data-component]"));
  var find = document.getElementById("find");
  var place = document.getElementById("place");
  var told = document.getElementById("told");
  var texts = null;

  function folded(text) {
    return text.toLowerCase().normalize("NFKD").replace(/[\u0300-\u036f]/g, "").replace(/[\u2018\u2019]/g, "'").replace(/\s+/g, " ");
  }

  function search() {
    if (texts === null) {
      // What is said of the contracts that hold a clause is no part of its wording.
      texts = articles.map(function (article) {
        var copy = article.cloneNode(true);
        copy.querySelectorAll(".inside").forEach(function (part) { part.remove(); });
        return folded(copy.textContent);
      });
    }
    var words = folded(find.value).split(" ").filter(Boolean);
    var shown = 0;
    articles.forEach(function (article, at) {
      var fits = (!place.value || article.dataset.place === place.value) &&
        words.every(function (word) { return texts[at].indexOf(word) >= 0; });
      article.hidden = !fits;
      var link = document.querySelector('nav a[href="#' + article.id + '"]');
      if (link) { link.parentNode.hidden = !fits; }
      shown += fits ? 1 : 0;
    });
    sections.forEach(function (section) {
      var empty = !section.querySelector("article:not([hidden])");
      section.hidden = empty;
      var link = document.querySelector('nav a[href="#' + section.id + '"]');
      if (link) { link.parentNode.hidden = empty; }
    });
    document.querySelectorAll("section[data-portfolio]").forEach(function (section) {
      section.hidden = words.length > 0 || Boolean(place.value);
      var link = document.querySelector('nav a[href="#' + section.getAttribute("aria-labelledby") + '"]');
      if (link) { link.parentNode.hidden = section.hidden; }
    });
    told.textContent = shown === 1 ? "1 clause is shown." : shown + " of " + articles.length + " clauses are shown.";
  }

  function wordingOf(id) {
    var lines = Array.prototype.map.call(document.getElementById(id).querySelectorAll("[data-mark]"), function (line) {
      return line.dataset.mark + line.textContent.replace(/\s+/g, " ").trim();
    });
    return lines.join("\n");
  }

  function copied(button, done) {
    button.textContent = done ? "Copied" : "Could not be copied: select the words and copy them";
    told.textContent = button.textContent;
    window.setTimeout(function () { button.textContent = "Copy the wording"; }, 3000);
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

  document.querySelectorAll("button[data-of]").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", function () {
      var text = wordingOf(button.dataset.of);
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
  find.addEventListener("input", search);
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
