(function () {
  'use strict';

  const root = document.documentElement;
  root.classList.add('script');

  const find = id => document.getElementById(id);

  // Light and dark: the system's choice, until somebody makes another one.
  const theme = find('theme');
  const system = window.matchMedia('(prefers-color-scheme: dark)');
  const isDark = () => (root.dataset.theme || (system.matches ? 'dark' : 'light')) === 'dark';
  const showTheme = () => {
    theme.textContent = isDark() ? 'Light' : 'Dark';
    theme.setAttribute('aria-label', isDark() ? 'Use light colours' : 'Use dark colours');
    theme.setAttribute('aria-pressed', String(Boolean(root.dataset.theme)));
  };
  theme.addEventListener('click', () => {
    root.dataset.theme = isDark() ? 'light' : 'dark';
    showTheme();
  });
  system.addEventListener('change', showTheme);
  showTheme();

  const filters = find('filters');
  if (!filters) return;

  const rows = Array.from(document.querySelectorAll('#rows > tr'), row => ({
    row,
    text: Array.from(row.cells, cell => cell.textContent).join(' ').replace(/\s+/g, ' ').toLowerCase(),
  }));
  const search = find('search');
  const category = find('category');
  const change = find('change');
  const statuses = Array.from(filters.querySelectorAll('input[name="status"]'));
  const areas = Array.from(document.querySelectorAll('.area'));

  const apply = () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const wanted = new Set(statuses.filter(box => box.checked).map(box => box.value));
    const changes = change && change.value ? change.value.split(' ') : null;
    let shown = 0;
    for (const { row, text } of rows) {
      const fits = wanted.has(row.dataset.status)
        && (!category.value || row.dataset.category === category.value)
        && (!changes || changes.includes(row.dataset.change))
        && words.every(word => text.includes(word));
      row.hidden = !fits;
      if (fits) shown++;
    }
    find('shown').textContent = shown === rows.length
      ? rows.length + (rows.length === 1 ? ' finding' : ' findings')
      : shown + ' of ' + rows.length + ' findings';
    find('none').hidden = shown > 0;
    for (const area of areas) area.setAttribute('aria-current', String(area.dataset.category === category.value));
  };

  filters.addEventListener('input', apply);
  filters.addEventListener('submit', event => event.preventDefault());
  find('all').addEventListener('click', () => {
    filters.reset();
    apply();
  });
  for (const area of areas) {
    area.addEventListener('click', () => {
      const isChosen = category.value === area.dataset.category;
      category.value = isChosen ? '' : area.dataset.category;
      apply();
    });
  }
  document.addEventListener('keydown', event => {
    const isTyping = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
    if (event.key === '/' && !isTyping && !event.ctrlKey && !event.altKey && !event.metaKey) {
      event.preventDefault();
      search.focus();
    } else if (event.key === 'Escape' && event.target === search && search.value) {
      search.value = '';
      apply();
    }
  });

  // The clipboard is not there on every page that is opened as a file.
  const copyBySelection = text => {
    const box = document.createElement('textarea');
    box.value = text;
    box.setAttribute('readonly', '');
    document.body.append(box);
    box.select();
    const done = document.execCommand('copy');
    box.remove();
    return done;
  };
  const copy = async text => {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      return copyBySelection(text);
    }
  };
  for (const button of document.querySelectorAll('.copy')) {
    button.addEventListener('click', async () => {
      const done = await copy(button.dataset.copy);
      button.focus();
      button.textContent = done ? 'Copied' : 'Press Ctrl+C';
      button.classList.toggle('done', done);
      window.setTimeout(() => {
        button.textContent = 'Copy';
        button.classList.remove('done');
      }, 2000);
    });
  }

  apply();
})();
