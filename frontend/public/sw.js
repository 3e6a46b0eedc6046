// Shows the messages that the server pushes to this device. It holds no page and no data: nothing is kept here.

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("push", (event) => {
  let said = {};
  try {
    said = event.data ? event.data.json() : {};
  } catch {
    // Browsers ask that something be shown for every push.
  }
  event.waitUntil(
    self.registration.showNotification(said.title || "Maillage", {
      body: said.body || "",
      tag: said.tag,
      data: { url: said.url || "/" },
      icon: "/icon-192.png",
      badge: "/icon-192.png",
      lang: "fr",
    }),
  );
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const wished = new URL(event.notification.data.url, self.location.origin);
  // Only ever this app, whatever the message says.
  const isPage = wished.protocol === "https:" || wished.protocol === "http:";
  const url = self.location.origin + (isPage ? wished.pathname : "/");
  event.waitUntil(
    self.clients.matchAll({ type: "window" }).then((windows) => {
      const open = windows.find((one) => one.url === url);
      return open ? open.focus() : self.clients.openWindow(url);
    }),
  );
});
