import "./styles";
import { MantineProvider } from "@mantine/core";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { queries, router } from "./router";
import { cssVariables, theme } from "./theme";

const root = document.getElementById("root");
if (!root) throw new Error("The page has no #root.");

// The server lets styles in by this alone; what keeps the page still behind a sheet looks for it under that name.
const nonce = document.querySelector<HTMLMetaElement>("meta[property=csp-nonce]")?.nonce;
Object.assign(window, { __webpack_nonce__: nonce });

// A page of an older version asks for a file that is gone: take the new version.
window.addEventListener("vite:preloadError", () => window.location.reload());

createRoot(root).render(
  <StrictMode>
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      defaultColorScheme="auto"
      getStyleNonce={() => nonce ?? ""}
    >
      <QueryClientProvider client={queries}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
