import { useMemo } from 'react';
import type { WatchRuleView } from '../../../shared/model/watch.ts';
import { useAppState } from '../../store/store.ts';
import { IconButton } from '../../ui/button.tsx';
import card from '../../ui/cards.module.css';
import { classes } from '../../ui/classes.ts';
import { Icon } from '../../ui/icon.tsx';
import { ContextMenu, Menu, MenuItem, MenuSeparator } from '../../ui/menu.tsx';
import { MiddleCut } from '../../ui/middle-cut.tsx';
import { SwitchField } from '../../ui/switch-field.tsx';
import { useLocale, useWords } from '../../words/words.tsx';
import { useFactSpeech } from '../presets/index.ts';
import { useRuleActions } from './rule-actions.ts';
import s from './rule-cards.module.css';
import { type RuleSpeech, brokenText, doingText, routeOf, todayText } from './rule-words.ts';

/** All rules, by name. */
export function RuleCards() {
  const w = useWords().watch;
  const rules = useAppState(({ watch }) => watch.rules);
  const chosen = useAppState(({ watch }) => watch.chosen);
  const speech = useRuleSpeech();
  return (
    <ul aria-label={w.rules} className={s.cards}>
      {rules?.map((view) => (
        <RuleCard key={view.rule.id} view={view} chosen={view.rule.id === chosen} speech={speech} />
      ))}
    </ul>
  );
}

/** How rules are said in the language of the window. */
function useRuleSpeech(): RuleSpeech {
  const words = useWords();
  const locale = useLocale();
  const facts = useFactSpeech();
  const home = useAppState((state) => state.hello?.home ?? '');
  const presets = useAppState((state) => state.presets);
  const outputFolder = useAppState((state) => state.settings.outputFolder);
  return useMemo(
    () => ({ words, locale, facts, home, presets, outputFolder }),
    [words, locale, facts, home, presets, outputFolder],
  );
}

interface RuleCardProps {
  readonly view: WatchRuleView;
  readonly chosen: boolean;
  readonly speech: RuleSpeech;
}

function RuleCard({ view, chosen, speech }: RuleCardProps) {
  const actions = useRuleActions();
  const { words, locale } = speech;
  const w = words.watch.card;
  const { rule } = view;
  const [folder, preset, place] = routeOf(rule, speech);
  const broken = brokenText(view, words, locale);
  const doing = doingText(view, words, locale);
  const today = todayText(view, words, locale);
  return (
    <ContextMenu menu={<RuleItems id={rule.id} />}>
      <li
        className={classes(
          card.card,
          s.card,
          chosen && card.chosen,
          !rule.on && card.rests,
          !rule.on && s.rests,
        )}
      >
        <span className={classes(card.mark, broken !== null && card.badMark)}>
          <Icon name={broken !== null ? 'warn' : view.polling ? 'net' : 'watch'} />
        </span>
        <span className={card.what}>
          <button
            type="button"
            className={card.choose}
            aria-current={chosen ? 'true' : undefined}
            aria-label={w.aloud([rule.name, broken ?? doing, today])}
            title={w.route(folder, preset, place)}
            onClick={() => actions.choose(rule.id)}
            onDoubleClick={() => actions.edit(rule.id)}
          >
            <MiddleCut text={rule.name} />
          </button>
          <span className={s.route} data-may-cut="">
            <MiddleCut text={folder} />
            <Arrow />
            <span className={s.preset}>{preset}</span>
            <Arrow />
            <MiddleCut text={place} />
          </span>
          {broken !== null && <span className={s.broken}>{broken}</span>}
        </span>
        <span className={card.state}>
          <span className={s.today}>{today}</span>
          {broken === null && <span className={s.doing}>{doing}</span>}
        </span>
        <SwitchField
          className={card.control}
          hideLabel
          label={w.on(rule.name)}
          checked={rule.on}
          onChange={(on) => actions.switch(rule.id, on)}
        />
        <span className={card.control}>
          <Menu align="end" trigger={<IconButton label={w.more(rule.name)} icon={<Icon name="more" />} />}>
            <RuleItems id={rule.id} />
          </Menu>
        </span>
      </li>
    </ContextMenu>
  );
}

const Arrow = () => (
  <span className={s.arrow} aria-hidden="true">
    →
  </span>
);

/** What can be done with a rule. */
function RuleItems({ id }: { readonly id: string }) {
  const actions = useRuleActions();
  const w = useWords().watch.menu;
  const shows = useAppState((state) => state.hello?.abilities.show === true);
  const on = useAppState(({ watch }) => watch.rules?.find(({ rule }) => rule.id === id)?.rule.on === true);
  return (
    <>
      <MenuItem icon={<Icon name="gear" />} onSelect={() => actions.edit(id)}>
        {w.edit}
      </MenuItem>
      <MenuItem
        icon={<Icon name="retry" />}
        disabled={!on}
        reason={w.rests}
        onSelect={() => actions.lookAgain(id)}
      >
        {w.lookAgain}
      </MenuItem>
      {shows && (
        <MenuItem icon={<Icon name="show" />} onSelect={() => actions.showFolder(id)}>
          {w.show}
        </MenuItem>
      )}
      <MenuItem icon={<Icon name="copy" />} onSelect={() => actions.duplicate(id)}>
        {w.duplicate}
      </MenuItem>
      <MenuSeparator />
      <MenuItem danger icon={<Icon name="trash" />} onSelect={() => actions.remove(id)}>
        {w.remove}
      </MenuItem>
    </>
  );
}
