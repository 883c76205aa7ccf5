// A page that lost its connection, or was paused because nobody looked at it, comes back as it was once somebody looks and the server
// answers: Blazor reconnects to a circuit that still exists or resumes one whose state was kept. Otherwise the page is loaded anew.
const panel = document.getElementById('components-reconnect-modal');
const pauseAfter = Number(document.body.dataset.pauseAfter);
const askEvery = 2000, mostTries = 5;
let isPaused = false, isComing = false, timer = 0;
let pausing = Promise.resolve(false); // whether the state was handed over, once that is known

panel.addEventListener('components-reconnect-state-changed', ({ detail: { state } }) => {
  isPaused = state === 'paused' || isPaused && state !== 'hide';
  if (state === 'rejected') location.reload(); // the server knows neither the circuit nor its state
  else if (state === 'failed' || state === 'resume-failed') comeBack(); // Blazor has given up
});
panel.querySelector('[data-reload]').addEventListener('click', () => location.reload());

document.addEventListener('visibilitychange', watch);
watch();

function watch() {
  clearTimeout(timer);
  if (!document.hidden && isPaused) comeBack();
  else if (document.hidden && pauseAfter > 0) timer = setTimeout(pause, pauseAfter);
}

// What only the circuit knows and nobody keeps would be lost: then the page stays awake, and so does one whose script objects.
async function pause() {
  const mayPause = !document.querySelector('dialog[open], [data-stays-awake]')
    && !document.activeElement?.matches('input, textarea, select')
    && document.dispatchEvent(new Event('page-pausing', { cancelable: true }));
  if (!mayPause) return watch();
  pausing = Blazor.pauseCircuit().catch(() => false);
  await pausing;
  if (!document.hidden) watch(); // somebody came back meanwhile
}

async function comeBack() {
  if (isComing) return;
  isComing = true;
  try {
    for (let tries = 0; tries < mostTries;) {
      if (await serverAnswers()) {
        tries++;
        if (await restored()) return;
      }
      await new Promise(resolve => setTimeout(resolve, askEvery));
    }
    location.reload();
  } finally {
    isComing = false;
  }
}

async function serverAnswers() {
  const response = await fetch('/health/live', { cache: 'no-store' }).catch(() => null);
  return response !== null && response.status < 500;
}

// An exception says that the server was not reached, which is worth another try.
async function restored() {
  try {
    const isKept = await pausing;
    const isBack = !isKept && await Blazor.reconnect() || await Blazor.resumeCircuit();
    if (!isBack) location.reload();
    pausing = Promise.resolve(false);
    return true;
  } catch {
    return false;
  }
}
