// The .NET 9 script of Blazor says what happens to the circuit only by classes on this element.
const panel = document.getElementById('components-reconnect-modal');
const askEvery = 2000;

const reloadWhenUp = async () => {
  const response = await fetch('/health/live', { cache: 'no-store' }).catch(() => null);
  if (response && response.status < 500) location.reload();
  else setTimeout(reloadWhenUp, askEvery);
};

new MutationObserver(() => {
  if (panel.classList.contains('components-reconnect-rejected')) location.reload(); // the server has forgotten this page's circuit
  else if (panel.classList.contains('components-reconnect-failed')) reloadWhenUp(); // retries used up: wait for the server
}).observe(panel, { attributes: true, attributeFilter: ['class'] });
document.querySelector('[data-reload]').addEventListener('click', () => location.reload());
