// The human door, as the page uses it.

export async function ask(method, path, body) {
  const options = { method };
  if (body instanceof FormData) {
    options.body = body;
  } else if (body !== undefined) {
    options.body = JSON.stringify(body);
    options.headers = { "Content-Type": "application/json" };
  }
  const response = await fetch(`/human${path}`, options);
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error ?? `The playground answered ${response.status}.`);
  return answer;
}

export function listen(after, onEvent, onState) {
  const stream = new EventSource(`/human/events/stream?after=${after}`);
  stream.onmessage = (message) => onEvent(JSON.parse(message.data));
  stream.onopen = () => onState(true);
  stream.onerror = () => onState(false);
}
