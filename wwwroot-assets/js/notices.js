// The bell's notices outside the page, by the browser's own messages, once somebody asked for it in this browser (Notifications API, secure contexts only).
const wish = 'notices-outside';
const isPossible = isSecureContext && 'Notification' in window;
const isOn = () => isPossible && localStorage.getItem(wish) === 'yes' && Notification.permission === 'granted';

document.addEventListener('toggle', event => { // the bell has opened
  const choice = event.target.querySelector?.('[data-notices-outside]');
  if (!choice || !isPossible) return;
  choice.hidden = false;
  show(choice);
}, true);

document.addEventListener('change', async event => {
  const choice = event.target.closest('[data-notices-outside]');
  if (!choice) return;
  if (event.target.checked) await Notification.requestPermission();
  localStorage.setItem(wish, event.target.checked ? 'yes' : 'no');
  show(choice);
});

function show(choice) {
  choice.querySelector('input').checked = isOn();
  choice.querySelector('[data-refused]').hidden = Notification.permission !== 'denied';
}

// A paused page hears of nothing.
document.addEventListener('page-pausing', event => { if (isOn()) event.preventDefault(); });

new MutationObserver(changes => {
  if (!isOn() || (!document.hidden && document.hasFocus())) return;
  for (const { dataset } of changes.flatMap(change => [...change.addedNodes]).filter(node => node.matches?.('[data-notice]'))) {
    const message = new Notification(dataset.title, { body: dataset.text, tag: `mediaadmin-${dataset.notice}` }); // of several open tabs one speaks
    message.onclick = () => {
      window.focus();
      document.querySelector(`#notices a[href="${dataset.address}"]`)?.click();
      message.close();
    };
  }
}).observe(document.body, { childList: true, subtree: true });
