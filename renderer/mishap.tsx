import { Component, type ReactNode } from 'react';
import { Button } from './ui/button.tsx';
import { en } from './words/en/index.ts';
import s from './mishap.module.css';

interface MishapState {
  readonly failure: unknown;
}

/** Catches what goes wrong while the window draws itself. Files go on being converted meanwhile. */
export class Mishap extends Component<{ readonly children: ReactNode }, MishapState> {
  override state: MishapState = { failure: null };

  static getDerivedStateFromError(failure: unknown): MishapState {
    return { failure };
  }

  override render(): ReactNode {
    const { failure } = this.state;
    if (failure === null) return this.props.children;
    // The catalogue of the window may be what failed, so the words come straight from the file.
    return (
      <div role="alert" className={s.mishap}>
        <h1 className={s.title}>{en.app.mishap}</h1>
        <p>{en.app.mishapHint}</p>
        <pre className={s.detail}>
          {failure instanceof Error ? (failure.stack ?? failure.message) : JSON.stringify(failure)}
        </pre>
        <Button variant="primary" onClick={() => window.location.reload()}>
          {en.app.reload}
        </Button>
      </div>
    );
  }
}
