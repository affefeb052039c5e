// The gallery as a page of its own.
import { render } from 'preact';
import { Gallery } from '#sandbox/page/blocks/gallery/gallery.tsx';
import '../../../../../src/sandbox/page/style/tokens.css';

const root = document.querySelector('#page');
if (root === null) throw new Error('the page has no #page to draw into');
render(<Gallery />, root);
