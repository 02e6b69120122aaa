#!/bin/sh
# Makes bin/nhasan_VERSION_ARCH.deb of the built program, its bill of materials and the files beside this one: build.sh VERSION.
# $OUT is another folder than bin, $PACKED another packing than xz.
set -eu
cd "$(dirname "$0")/../.."
here=tools/deb

# A version that Debian can order: what git describes, in front of which a commit without a tag gets a number.
version=$(printf '%s' "$1" | sed -e 's/^v//' -e 's/-/+/g')
case $version in [0-9]*.*) ;; *) version="0~$version" ;; esac
arch=$(dpkg --print-architecture)
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT

put() { install -D -m "$1" "$2" "$root/$3"; }
put 755 bin/nhasan usr/bin/nhasan
for unit in nhasan.service nhasan-backup.service nhasan-backup.timer; do put 644 "$here/$unit" "usr/lib/systemd/system/$unit"; done
put 640 "$here/env" etc/nhasan/env
put 644 "$here/copyright" usr/share/doc/nhasan/copyright
put 644 bin/licences.txt usr/share/doc/nhasan/licences.txt
put 644 bin/nhasan.cdx.json usr/share/doc/nhasan/nhasan.cdx.json
for page in operate ledger sign; do put 644 "doc/$page.md" "usr/share/doc/nhasan/$page.md"; done
{ printf 'nhasan (%s) unstable; urgency=medium\n\n  * See changes.md.\n\n -- %s  %s\n' "$version" "Nhà Sàn maintainers <maintainers@example.org>" "$(git log -1 --format=%aD)"; } |
	gzip -9n >"$root/usr/share/doc/nhasan/changelog.gz"
put 644 CHANGELOG.md usr/share/doc/nhasan/changes.md
chmod 755 "$root"
find "$root" -type d -exec chmod 755 {} +
chmod 750 "$root/etc/nhasan"

mkdir "$root/DEBIAN"
for script in postinst prerm postrm; do put 755 "$here/$script" "DEBIAN/$script"; done
echo /etc/nhasan/env >"$root/DEBIAN/conffiles"
sed -e "s/@VERSION@/$version/" -e "s/@ARCH@/$arch/" -e "s/@SIZE@/$(du -sk "$root/usr" | cut -f1)/" "$here/control" >"$root/DEBIAN/control"

package=${OUT:-bin}/nhasan_${version}_$arch.deb
dpkg-deb --root-owner-group "-Z${PACKED:-xz}" --build "$root" "$package"
