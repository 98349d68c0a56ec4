using System.Numerics;
using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace Kmip.Ttlv.Tests.Support;

/// <summary>Random trees of items for property tests: all types, known and vendor tags, edge values among the random ones.</summary>
public static class TreeItems
{
    public static Arbitrary<TreeItem> Items() => Arb.From(Tree(6), Shrink);

    private static Gen<TreeItem> Tree(int depth) => Gen.Sized(size =>
    {
        Gen<TreeItem> leaf = Gen.OneOf(
            Leaf(TtlvType.Integer, Ints()),
            Leaf(TtlvType.LongInteger, Longs()),
            Leaf(TtlvType.BigInteger, BigIntegers()),
            Leaf(TtlvType.Enumeration, Ints().Select(i => (uint)i)),
            Leaf(TtlvType.Boolean, ArbMap.Default.GeneratorFor<bool>()),
            Leaf(TtlvType.TextString, Texts()),
            Leaf(TtlvType.ByteString, ByteArrays()),
            Leaf(TtlvType.DateTime, Longs()),
            Leaf(TtlvType.Interval, Ints().Select(i => (uint)i)),
            Leaf(TtlvType.DateTimeExtended, Longs()));
        if (depth == 0)
        {
            return leaf;
        }

        Gen<TreeItem> structure = Gen.Resize(Tree(depth - 1).ListOf(), Math.Min(size / 2, 5))
            .SelectMany(children => Tags().Select(tag => new TreeItem(tag, TtlvType.Structure, children.ToList())));
        return Gen.Frequency((2, leaf), (3, structure));
    });

    private static Gen<TreeItem> Leaf<T>(TtlvType type, Gen<T> values)
        where T : notnull => Tags().SelectMany(tag => values.Select(value => new TreeItem(tag, type, value)));

    private static Gen<KmipTag> Tags() => Gen.Frequency(
        (6, Gen.Choose(0x420001, 0x420165)), (1, Gen.Choose(0x540000, 0x54FFFF)), (1, Gen.Elements(0, 0x014242, 0xFFFFFF)))
        .Select(tag => (KmipTag)tag);

    private static Gen<int> Ints() => Gen.OneOf(
        Gen.Elements(0, 1, -1, int.MaxValue, int.MinValue), Gen.Choose(int.MinValue, int.MaxValue), Gen.Choose(-300, 300));

    private static Gen<long> Longs() => Gen.OneOf(
        Gen.Elements(0, 1, -1, long.MaxValue, long.MinValue), Ints().SelectMany(high => Ints().Select(low => ((long)high << 32) ^ low)));

    private static Gen<BigInteger> BigIntegers() => ByteArrays().Select(bytes => new BigInteger(bytes));

    private static Gen<byte[]> ByteArrays() =>
        Gen.Choose(0, 70).SelectMany(count => Gen.Choose(0, 255).ArrayOf(count)).Select(bytes => bytes.Select(b => (byte)b).ToArray());

    private static Gen<string> Texts() => Gen.OneOf(Gen.Choose(0x20, 0x7E), Gen.Choose(0, 0xD7FF), Gen.Choose(0xE000, 0x10FFFF))
        .ArrayOf().Select(runes => runes.Aggregate(new StringBuilder(), (text, rune) => text.Append(new Rune(rune))).ToString());

    private static IEnumerable<TreeItem> Shrink(TreeItem item) => item.Type != TtlvType.Structure
        ? []
        : item.Children.Concat(item.Children.Select((_, i) => item with { Value = item.Children.Where((_, j) => j != i).ToList() }));
}
