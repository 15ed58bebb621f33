import './no-eval.ts';
import './tokens.css';
import './base.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Convoy } from './app.tsx';
import { chooseBridge } from './bridge/choose-bridge.ts';
import { loadPartsBehind } from './lazy-parts.tsx';
import { startApp } from './start.ts';
import { tellScrollbarWidth } from './ui/scrollbar-width.ts';
import { wantsPseudo } from './words/words.tsx';

const root = document.getElementById('root');
if (root === null) throw new Error('the page has no place for the window');
tellScrollbarWidth(document);
const { app } = startApp(chooseBridge());
createRoot(root).render(
  <StrictMode>
    <Convoy app={app} pseudo={wantsPseudo(window.location.search)} />
  </StrictMode>,
);
loadPartsBehind(app);
