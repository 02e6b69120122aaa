// What a page says in Vietnamese letters, whether it is marked as Vietnamese, and whether a template marks it
// so whatever it says (law): texts, and the attributes that people read or hear.
(() => {
  const said = new Map();
  const say = (el, s) => {
    if (!el || el.closest('script, style, noscript') || !/[À-ỹĐđ]/.test(s)) return;
    const by = el.closest('[lang]');
    said.set(s.replace(/\s+/g, ' ').trim(), {marked: by?.lang !== 'en', law: by?.lang === 'vi' && (by.tagName !== 'SPAN' || !!by.parentElement.closest('[lang=vi]'))});
  };
  for (let walk = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT), n; (n = walk.nextNode());) say(n.parentElement, n.data);
  for (const el of document.querySelectorAll('[aria-label], [placeholder], [title], [alt], [data-confirm], [data-label]'))
    for (const a of ['aria-label', 'placeholder', 'title', 'alt', 'data-confirm', 'data-label']) say(el, el.getAttribute(a) || '');
  return [...said].map(([words, how]) => ({words, ...how}));
})()
