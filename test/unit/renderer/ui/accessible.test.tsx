// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/react';
import axe from 'axe-core';
import { afterEach, expect, test } from 'vitest';
import { AppContext, createApp } from '../../../../renderer/store/store.ts';
import { Button, IconButton, SplitButton } from '../../../../renderer/ui/button.tsx';
import { Checkbox } from '../../../../renderer/ui/checkbox.tsx';
import { ChoiceGroup } from '../../../../renderer/ui/choice-group.tsx';
import { CopyButton } from '../../../../renderer/ui/copy-button.tsx';
import { Dialog } from '../../../../renderer/ui/dialog.tsx';
import { Field } from '../../../../renderer/ui/field.tsx';
import { Fold } from '../../../../renderer/ui/fold.tsx';
import { Icon } from '../../../../renderer/ui/icon.tsx';
import { LiveRegion } from '../../../../renderer/ui/live-region.tsx';
import { Menu, MenuItem } from '../../../../renderer/ui/menu.tsx';
import { MiddleCut } from '../../../../renderer/ui/middle-cut.tsx';
import { Pill } from '../../../../renderer/ui/pill.tsx';
import { Popover } from '../../../../renderer/ui/popover.tsx';
import { PositionGrid } from '../../../../renderer/ui/position-grid.tsx';
import { ProgressBar } from '../../../../renderer/ui/progress-bar.tsx';
import { SearchField } from '../../../../renderer/ui/search-field.tsx';
import { SelectField } from '../../../../renderer/ui/select-field.tsx';
import { Slider } from '../../../../renderer/ui/slider.tsx';
import { StepSlider } from '../../../../renderer/ui/step-slider.tsx';
import { SwitchField } from '../../../../renderer/ui/switch-field.tsx';
import { Tabs } from '../../../../renderer/ui/tabs.tsx';
import { TextField } from '../../../../renderer/ui/text-field.tsx';
import { ToastView } from '../../../../renderer/ui/toast.tsx';
import { fakeBridge } from '../../../support/fake-bridge.ts';

afterEach(cleanup);

const nothing = () => undefined;
const options = [
  { value: 'a', label: 'One' },
  { value: 'b', label: 'Two', disabled: true, reason: 'Not here.' },
] as const;

function Everything() {
  return (
    <main>
      <h1>Parts</h1>
      <h2>All of them</h2>
      <Button variant="primary" icon={<Icon name="plus" />}>
        Convert 12
      </Button>
      <IconButton label="More" icon={<Icon name="more" />} pressed />
      <SplitButton
        onClick={nothing}
        menuLabel="More ways"
        menu={<MenuItem onSelect={nothing}>Folder</MenuItem>}
      >
        Add
      </SplitButton>
      <Field label="Width" error="Width cannot be 0." hint="In pixels">
        <TextField value="0" unit="px" onChange={nothing} />
      </Field>
      <Field label="Size">
        <TextField ariaLabel="Width" value="" mixed onChange={nothing} />
        <TextField ariaLabel="Height" value="" onChange={nothing} disabled />
      </Field>
      <Field label="Codec">
        <SelectField ariaLabel="Codec" value={null} options={options} onChange={nothing} placeholder="Any" />
      </Field>
      <Field label="Lossless">
        <SwitchField label="Lossless" checked onChange={nothing} />
      </Field>
      <SwitchField label="Notify" checked="mixed" onChange={nothing} />
      <Checkbox label="Select" hideLabel checked="mixed" onChange={nothing} />
      <ChoiceGroup label="Kind" value="a" options={options} onChange={nothing} look="tiles" />
      <StepSlider label="Quality" value={2} others={[3]} count={5} valueText="Medium" onChange={nothing} />
      <Slider label="Opacity" value={3} min={0} max={9} step={1} valueText="3" onChange={nothing} />
      <PositionGrid label="Place" value="top" onChange={nothing} />
      <Fold title="Trim" summary="Whole file" open={false} onToggle={nothing}>
        <p>fields</p>
      </Fold>
      <Tabs label="Pages" value="a" tabs={options} onChange={nothing} />
      <Menu trigger={<Button>Menu</Button>}>
        <MenuItem onSelect={nothing}>Hold</MenuItem>
      </Menu>
      <Popover trigger={<Button>Lanes</Button>}>lanes</Popover>
      <ProgressBar label="dawn.mov" value={0.62} valueText="62 percent" />
      <ProgressBar label="wave.wav" value={null} valueText="not known yet" />
      <Pill tone="accent">Changed</Pill>
      <SearchField label="Search" value="dawn" onChange={nothing} />
      <MiddleCut text="A7S3_0412 harbour dawn.MOV" strong />
      <CopyButton label="Copy command" text="ffmpeg" />
      <ToastView words={{ text: 'Cleared', action: { label: 'Undo', run: nothing } }} onClose={nothing} />
      <LiveRegion />
    </main>
  );
}

/** Colours need a browser that lays out; the E2E run looks at them there. */
const rules = { 'color-contrast': { enabled: false }, 'page-has-heading-one': { enabled: true } };
const problems = async (element: Element) =>
  (await axe.run(element, { rules })).violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`);

test('axe finds nothing in the controls', async () => {
  const { container } = render(
    <AppContext value={createApp(fakeBridge())}>
      <Everything />
    </AppContext>,
  );
  expect(await problems(container)).toEqual([]);
});

test('axe finds nothing in a dialog', async () => {
  render(
    <Dialog open onClose={nothing} title="Presets" foot={<Button>Done</Button>}>
      <Field label="Name" layout="stack">
        <TextField value="Lecture archive" onChange={nothing} />
      </Field>
    </Dialog>,
  );
  expect(await problems(screen.getByRole('dialog'))).toEqual([]);
});
