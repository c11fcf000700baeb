/** Names of inner services, and names that lead to inner addresses: only what they resolve to can be refused. */
const HOSTILE_NAMES = [
  // metadata by name
  ...['http://metadata.google.internal/', 'http://metadata/', 'http://instance-data.ec2.internal/'],
  ...[
    'http://metadata.google.internal./',
    'http://METADATA.google.internal:80/',
    'http://kubernetes.default/',
  ],
  // names that end in an address, and names with other dots
  ...['http://127.0.0.1.nip.io/', 'http://10-0-0-5.sslip.io/', 'http://a。example/', 'http://a．example｡/'],
];

/** Every spelling of an address itself under which a parser, libc or a browser has been talked into an inner one. */
export const HOSTILE_LITERALS = [
  // loopback in other numbers
  ...['http://127.0.0.1/', 'http://127.1/', 'http://127.0.1/', 'http://2130706433/', 'http://0x7f000001/'],
  ...[
    'http://0x7f.1/',
    'http://0x7f.0x0.0x0.0x1/',
    'http://0177.0.0.1/',
    'http://017700000001/',
    'http://0177.1/',
  ],
  ...['http://00000177.0.0.1/', 'http://127.0.0.1./', 'http://0X7F.0.0.1/', 'http://127.000.000.001/'],
  ...[
    'http://127.255.255.254/',
    'http://127.0.0.1:22/',
    'https://127.0.0.1/',
    'http://127.0.0.1?x=1',
    'http://0x7F.1.',
  ],
  ...['http://0/', 'http://0.0.0.0/', 'http://00/', 'http://0x0/', 'http://0.1.2.3/', 'http://0x/'],
  // other Unicode
  ...['http://①②⑦.⓪.⓪.①/', 'http://１２７.０.０.１/', 'http://127。0。0。1/', 'http://127．0．0．1/'],
  ...[
    'http://𝟙𝟚𝟟.𝟘.𝟘.𝟙/',
    'http://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ/',
    'http://ｌｏｃａｌｈｏｓｔ/',
    'http://LocalHoſt/',
    'http://loc\u00adalhost/',
  ],
  // percent encoding, separators, whitespace
  ...[
    'http://%31%32%37.0.0.1/',
    'http://127%2e0%2e0%2e1/',
    'http://%6cocalhost/',
    'http:127.0.0.1',
    'http:\\\\127.0.0.1\\',
  ],
  ...[
    'http:///127.0.0.1/',
    'http:/127.0.0.1/',
    ' http://127.0.0.1/ ',
    'http://127.0.\t0.1/',
    'ht\ntp://127.0.0.1/',
  ],
  ...['http://127.0.0.1\\@example.com/', 'http://127.0.0.1#@example.com/', 'http://127.0.0.1?@example.com/'],
  // loopback and mapped addresses over IPv6
  ...[
    'http://[::1]/',
    'http://[0:0:0:0:0:0:0:1]/',
    'http://[::]/',
    'http://[::127.0.0.1]/',
    'http://[::ffff:127.0.0.1]/',
  ],
  ...['http://[::ffff:7f00:1]/', 'http://[0:0:0:0:0:ffff:127.0.0.1]/', 'http://[::FFFF:127.0.0.1]:80/'],
  ...['http://[::ffff:0:127.0.0.1]/', 'http://[64:ff9b::127.0.0.1]/', 'http://[64:ff9b:1::7f00:1]/'],
  ...['http://[2002:7f00:1::]/', 'http://[2001:0:7f00:1::]/', 'http://[2001:db8::1]/', 'http://[3fff::1]/'],
  ...[
    'http://[fe80::1]/',
    'http://[fc00::1]/',
    'http://[fd12:3456::1]/',
    'http://[fec0::1]/',
    'http://[ff02::1]/',
  ],
  ...['http://[::808:808]/', 'http://[100::1]/', 'http://[5f00::1]/', 'http://[4000::1]/'],
  // zone ids and malformed literals
  ...[
    'http://[fe80::1%25eth0]/',
    'http://[fe80::1%eth0]/',
    'http://[2606:4700::1%251]/',
    'http://[::1%25lo]/',
  ],
  ...[
    'http://[127.0.0.1]/',
    'http://[::1/',
    'http://::1/',
    'http://[localhost]/',
    'http://[[::1]]/',
    'http://256.0.0.1/',
  ],
  ...[
    'http://127.0.0.1.1/',
    'http://1.2.3.4.5/',
    'http://127.0.0.0x100/',
    'http://4294967296/',
    'http://127.0.0.08/',
  ],
  // localhost by rule
  ...[
    'http://localhost/',
    'http://LOCALHOST/',
    'http://localhost./',
    'http://a.localhost/',
    'http://a.localhost./x',
  ],
  // inner networks
  ...['http://10.0.0.5/', 'http://10.1/', 'http://0xa000005/', 'http://012.0.0.1/', 'http://167772165/'],
  ...[
    'http://172.16.0.1/',
    'http://172.31.255.255/',
    'http://192.168.1.1/',
    'http://3232235777/',
    'http://192.168.257/',
  ],
  ...[
    'http://100.64.0.1/',
    'http://198.18.0.1/',
    'http://192.0.0.8/',
    'http://192.88.99.1/',
    'http://203.0.113.7/',
  ],
  ...['http://224.0.0.1/', 'http://239.255.255.250/', 'http://240.0.0.1/', 'http://255.255.255.255/'],
  // cloud metadata
  ...[
    'http://169.254.169.254/latest/meta-data/',
    'http://2852039166/',
    'http://0xa9fea9fe/',
    'http://0251.0376.0251.0376/',
  ],
  ...[
    'http://169.254.43518/',
    'http://[::ffff:169.254.169.254]/',
    'http://[::ffff:a9fe:a9fe]/',
    'http://169.254.170.2/',
  ],
  ...['http://100.100.100.200/', 'http://168.63.129.16/', 'http://192.0.0.192/', 'http://[fd00:ec2::254]/'],
  // translated, tunnelled and scoped
  ...['http://[64:ff9b::a00:5]/', 'http://[64:ff9b::169.254.169.254]/', 'http://[2002:a00:5::1]/'],
  ...['http://[2002:a9fe:a9fe::]/', 'http://[2001:0:a00:5::]/', 'http://[::ffff:0:a00:5]/'],
  ...['http://[fd00::1%25]/', 'http://[::1%lo]/', 'http://[fe80::5efe:10.0.0.5]/'],
  // ports
  ...['http://10.0.0.5:22/', 'http://10.0.0.5:0/', 'http://[::1]:5432/', 'http://127.0.0.1:65535/'],
  ...['http://127.0.0.1:65536/', 'http://127.0.0.1:-1/', 'http://127.0.0.1:８０/', 'http://127.0.0.1:80:80/'],
  // other schemes and userinfo
  ...[
    'file:///etc/passwd',
    'ftp://example.com/',
    'gopher://127.0.0.1:6379/_x',
    'data:text/plain,x',
    'javascript:1',
  ],
  ...[
    'ws://example.com/',
    'unix:/run/docker.sock',
    'http+unix://%2frun%2fdocker.sock/',
    'blob:http://example.com/1',
  ],
  ...[
    'http://user:pass@example.com/',
    'http://user@example.com/',
    'http://:pass@example.com/',
    'http://a@b@127.0.0.1/',
  ],
  ...['http://example.com@127.0.0.1/', 'http://example.com:80@10.0.0.5/', 'http://%40@10.0.0.5/'],
  ...['http://example.com%2f@10.0.0.5/', 'http://10.0.0.5%23@example.com/', 'http://10.0.0.5;@example.com/'],
  ...[
    '//127.0.0.1/',
    '/hook',
    'example.com',
    '',
    'http://',
    'http://?',
    'http://exa mple.com/',
    'http://a..%00b/',
  ],
];

/** All of them: an attempt to any of them reaches nobody. */
export const HOSTILE_URLS = [...HOSTILE_LITERALS, ...HOSTILE_NAMES];
