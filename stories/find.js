// Finds things on a page as a person does: by the words on them or beside them. An expression that
// gives an object of functions; each answers {problem: "…"} when it cannot do what is asked.
(() => {
  const plain = s => (s || '').replace(/\s+/g, ' ').trim();
  const shown = el => el.getClientRects().length > 0 && getComputedStyle(el).visibility !== 'hidden';
  const main = () => document.querySelector('main') || document.body;
  const words = el => plain(el.tagName === 'INPUT' ? el.value : el.innerText);
  const pressable = 'button, a[href], summary, input[type=submit], input[type=button], [role=button], [role=tab], [role=menuitem]';

  // labelled returns the controls whose label, name, id or accessible label is field.
  const labelled = field => {
    const controls = [...document.querySelectorAll('input:not([type=hidden]), textarea, select')];
    const label = el => [...(el.labels || [])].map(words).concat(plain(el.getAttribute('aria-label')));
    for (const fits of [el => label(el).includes(field), el => el.name === field || el.id === field,
      el => label(el).some(l => l.startsWith(field + ' '))]) {
      const found = controls.filter(fits);
      if (found.length) return found;
    }
    return [];
  };

  // grouped returns the radios or boxes of the group whose legend or name is field.
  const grouped = field => {
    const groups = [...document.querySelectorAll('fieldset')].filter(f => f.querySelector(':scope > legend') && words(f.querySelector(':scope > legend')) === field);
    const inside = groups.flatMap(f => [...f.querySelectorAll('input[type=radio], input[type=checkbox]')]);
    return inside.length ? inside : [...document.querySelectorAll('input[type=radio], input[type=checkbox]')].filter(i => i.name === field);
  };

  // spot brings el into view and returns where to press it.
  const spot = el => {
    el.scrollIntoView({block: 'center', behavior: 'instant'});
    const box = el.getClientRects()[0];
    if (!box) return {problem: 'it is not shown'};
    const x = box.left + box.width / 2, y = box.top + box.height / 2;
    const top = document.elementFromPoint(x, y);
    if (!top || !(el.contains(top) || top.contains(el) || top.closest('label')?.control === el))
      return {problem: 'it is covered by ' + (top ? top.outerHTML.slice(0, 120) : 'the edge of the screen')};
    return {x, y};
  };

  // leaves tells whether pressing el asks the server for a page.
  const leaves = el => {
    if (el.tagName === 'A') return !el.target && !el.hasAttribute('download')
      && !(el.hash && el.pathname === location.pathname && el.search === location.search);
    const form = el.form;
    if (!form || !['submit', 'image'].includes(el.type) || el.formTarget || form.target) return false;
    return form.noValidate || el.formNoValidate || form.checkValidity();
  };

  return {
    main: () => { const el = main(); return el ? plain(el.innerText) : ''; }, // a page that is just coming has none yet
    press: (scope, text) => {
      const places = scope ? [...document.querySelectorAll(scope)] : [main(), document.body];
      for (const place of places) {
        const found = [...place.querySelectorAll(pressable)].filter(shown)
          .filter(el => words(el) === text || plain(el.getAttribute('aria-label')) === text);
        if (found.length > 1) return {problem: `${found.length} things here are called so; say in which part`};
        if (found.length === 0) continue;
        if (found[0].disabled || found[0].getAttribute('aria-disabled') === 'true') return {problem: 'it cannot be pressed now'};
        window.nhasanStopped = false;
        const note = e => { window.nhasanStopped = window.nhasanStopped || e.defaultPrevented; };
        addEventListener('click', note, {once: true});
        addEventListener('submit', note, {once: true});
        window.nhasanHit = false;
        addEventListener('click', () => { window.nhasanHit = true; }, {once: true, capture: true});
        return {...spot(found[0]), leaves: leaves(found[0])};
      }
      return {problem: 'nothing here is called so'};
    },
    link: text => { const a = [...document.links].filter(shown).filter(a => words(a) === text || plain(a.getAttribute('aria-label')) === text)[0];
      return a ? {text: a.pathname + a.search, found: true} : {}; },
    stay: mark => { window.nhasanPage = mark; return true; },
    arrived: mark => window.nhasanPage !== mark && document.readyState === 'complete' && document.location.href !== 'about:blank',
    hit: () => window.nhasanHit !== false,
    stopped: () => window.nhasanStopped === true,
    field: field => labelled(field).filter(shown)[0],
    file: field => labelled(field).filter(el => el.type === 'file')[0],
    startFilling: (field, value) => {
      const el = labelled(field).filter(shown)[0];
      if (!el) return {problem: 'there is no such field'};
      if (el.disabled || el.readOnly) return {problem: 'it cannot be filled in'};
      el.scrollIntoView({block: 'center', behavior: 'instant'});
      el.focus();
      if (document.activeElement !== el) return {problem: 'it does not take the focus'};
      if (value !== '' && ['text', 'search', 'email', 'tel', 'url', 'password', 'textarea'].includes(el.type)) {
        el.select();
        return {type: true};
      }
      el.value = value;
      el.dispatchEvent(new Event('input', {bubbles: true}));
      el.dispatchEvent(new Event('change', {bubbles: true}));
      return {};
    },
    filled: field => labelled(field).filter(shown)[0]?.value,
    choose: (field, option) => {
      const select = labelled(field).filter(el => el.tagName === 'SELECT').filter(shown)[0];
      if (select) {
        const o = [...select.options].filter(o => plain(o.text) === option || o.value === option)[0];
        if (!o) return {problem: 'it offers only: ' + [...select.options].map(o => plain(o.text)).join(' · ')};
        select.focus();
        select.value = o.value;
        select.dispatchEvent(new Event('input', {bubbles: true}));
        select.dispatchEvent(new Event('change', {bubbles: true}));
        return {};
      }
      const group = grouped(field);
      if (!group.length) return {problem: 'there is no such choice'};
      const named = i => [...(i.labels || [])].map(words);
      const hit = group.filter(i => named(i).includes(option) || i.value === option)[0];
      if (!hit) return {problem: 'it offers only: ' + group.flatMap(named).join(' · ')};
      return hit.checked ? {} : {...spot(hit), click: true};
    },
    tick: label => {
      const box = labelled(label).filter(el => ['checkbox', 'radio'].includes(el.type))[0];
      if (!box) return {problem: 'there is no such box'};
      return box.checked ? {} : {...spot(box), click: true};
    },
    text: selector => { const el = document.querySelector(selector); return el ? {text: plain(el.innerText), found: true} : {}; },
    wider: () => document.documentElement.scrollWidth > document.documentElement.clientWidth
      ? [...document.querySelectorAll('body *')].filter(el => el.getBoundingClientRect().right > document.documentElement.clientWidth + 1).map(el => el.outerHTML.slice(0, 80)).slice(0, 3).join('\n') || 'the page' : '',
  };
})()
