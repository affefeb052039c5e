// Starts the page.
import { render } from 'preact';
import { App } from './app.tsx';
import './style/tokens.css';

const root = document.querySelector('#page');
if (root === null) throw new Error('the page has no #page to draw into');
render(<App />, root);
