// What a thumb needs of a page: nothing to the side, and nothing too small to be met. An expression
// that gives an object of functions, each of which answers with what is in the way, one a line.
(() => {
  const plain = s => (s || '').replace(/\s+/g, ' ').trim();
  const name = el => el.outerHTML.replace(/\s+/g, ' ').slice(0, 110);
  const shown = el => { if (!el.checkVisibility({visibilityProperty: true})) return false; const r = el.getBoundingClientRect(); return r.width > 2 && r.height > 2; };
  const targets = () => [...document.querySelectorAll('a[href], button, summary, input:not([type=hidden]), select, textarea, [role=button]')].filter(shown);

  // A link in a sentence is as high as its line. law: WCAG 2.5.8, "Inline"
  const inSentence = el => {
    if (el.tagName !== 'A' || !getComputedStyle(el).display.startsWith('inline')) return false;
    let block = el.parentElement;
    while (getComputedStyle(block).display === 'inline') block = block.parentElement;
    const links = [...block.querySelectorAll('a, button')].map(a => plain(a.textContent)).join('');
    return getComputedStyle(el).display === 'inline' && plain(block.textContent).replace(/[\s\p{P}]/gu, '').length > links.replace(/[\s\p{P}]/gu, '').length;
  };

  // meets tells whether pressing that point presses el, or the label of el.
  const meets = (el, x, y) => { const top = document.elementFromPoint(x, y);
    return !!top && (el.contains(top) || top.closest('label')?.control === el); };

  // size is how wide and high el can be pressed through its middle. Who presses the label of a box or a radio
  // presses the box: the better of the two counts.
  const size = (el, enough) => {
    const label = ['checkbox', 'radio'].includes(el.type) && el.labels[0];
    const sizes = [el, label].filter(Boolean).map(part => through(part, el, enough));
    return sizes.find(s => s.wide >= enough && s.high >= enough) || sizes[0];
  };
  const through = (part, el, enough) => {
    el.scrollIntoView({block: 'center', behavior: 'instant'});
    const box = part.getClientRects()[0], x = box.left + box.width / 2, y = box.top + box.height / 2;
    const reach = (dx, dy) => { let n = 0; while (n < enough && meets(el, x + dx * (n + 0.5), y + dy * (n + 0.5))) n++; return n; };
    return {wide: reach(-1, 0) + reach(1, 0), high: reach(0, -1) + reach(0, 1)};
  };

  return {
    small: enough => {
      const before = scrollY;
      const found = targets().filter(el => !inSentence(el)).map(el => ({el, ...size(el, enough)}))
        .filter(s => s.wide < enough || s.high < enough).map(s => `${s.wide} × ${s.high}: ${name(s.el)}`);
      scrollTo({top: before, behavior: 'instant'});
      return found.join('\n');
    },
    // high tells which of the page's buttons no scrolling brings below the upper two fifths of the screen.
    high: () => { scrollTo({top: 0, behavior: 'instant'});
      return [...document.querySelectorAll('main :is(.govuk-button, button[type=submit]):not(.govuk-button--secondary)')].filter(shown)
        .filter(el => el.getBoundingClientRect().bottom < innerHeight * 0.4).map(el => `at ${Math.round(el.getBoundingClientRect().bottom)} px: ${name(el)}`).join('\n'); },
    // hovering are the rules that show something only under a pointer.
    hovering: () => [...document.styleSheets].flatMap(s => [...s.cssRules]).flatMap(function flat(r) { return r.cssRules && r.cssRules.length ? [...r.cssRules].flatMap(flat).concat(r) : [r]; })
      .filter(r => r.selectorText?.includes(':hover') && ['display', 'visibility', 'opacity', 'clip-path', 'max-height'].some(p => r.style[p])).map(r => r.cssText).join('\n'),
  };
})()
