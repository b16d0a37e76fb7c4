import type { Socket } from './link';

/** Begins a connection to the gateway that served this page. */
export function openSocket(): Socket {
  const scheme = location.protocol === 'https:' ? 'wss:' : 'ws:';
  const socket = new WebSocket(`${scheme}//${location.host}/ws`);
  return {
    onMessage: (hear) => {
      socket.onmessage = (event) => {
        hear(event.data);
      };
    },
    onClose: (closed) => {
      socket.onclose = (event) => {
        closed(event.code);
      };
    },
    send: (data) => {
      socket.send(data);
    },
    close: () => {
      socket.onmessage = null;
      socket.onclose = null;
      socket.close();
    },
  };
}
