// What comes after the tour: the real thing.
import type { VNode } from 'preact';

export function WhatNext(): VNode {
  return (
    <div class="tour-next">
      <h3>That was the tour</h3>
      <p>
        All of it goes on: leads come in, and you can press anything. To connect your own workspace, stop the sandbox,
        put your Slack and CRM settings into <code>.env</code> and start again. <code>docs/connecting.md</code> says
        where each of them is found, and a dry run shows what Signalbox would do before it does anything.
      </p>
    </div>
  );
}
