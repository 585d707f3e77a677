import { QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./App";
import { followEvents, newQueryClient } from "./api/queries";
import "./shared/i18n";
import { showLastTheme } from "./shared/theme";
import "./shared/fonts.css";
import "./shared/tokens.css";
import "./shared/base.css";
import "./shared/controls.css";
import "./shared/fields.css";
import "./shared/components.css";
import "./shared/float.css";

showLastTheme();
const client = newQueryClient();
followEvents(client);

const root = document.getElementById("root");
if (root) {
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={client}>
        <App />
      </QueryClientProvider>
    </StrictMode>,
  );
}
