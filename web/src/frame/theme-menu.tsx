import { IconButton } from '../ui/button.tsx';
import type { IconName } from '../ui/icon.tsx';
import { Menu } from '../ui/menu.tsx';
import { chooseTheme, THEMES, useTheme, type Theme } from '../ui/theme.ts';

const LOOKS: Readonly<Record<Theme, { readonly label: string; readonly icon: IconName }>> = {
  system: { label: 'As the system', icon: 'system' },
  light: { label: 'Light', icon: 'sun' },
  dark: { label: 'Dark', icon: 'moon' },
};

export function ThemeMenu() {
  const chosen = useTheme();
  const items = THEMES.map((theme) => ({
    ...LOOKS[theme],
    isChosen: theme === chosen,
    onSelect: () => {
      chooseTheme(theme);
    },
  }));
  return <Menu trigger={<IconButton icon={LOOKS[chosen].icon} label="Theme" />} items={items} />;
}
