using System.Text;

namespace Kmip.Ttlv;

/// <summary>
/// Shows items as indented text for people: one line for each, with the name of its tag, its type and its value. Byte strings, big
/// integers, and texts whose tag or whose parent's tag may be secret are shown as lengths only.
/// </summary>
public static class TtlvText
{
    /// <summary>Shows the items.</summary>
    /// <param name="items">Zero or more items, which may be bad: a line then says what is wrong and where.</param>
    /// <param name="options">How much to show; masked where it is null.</param>
    /// <returns>Lines that each end with a line feed. Control characters within texts are escaped.</returns>
    public static string Format(ReadOnlySpan<byte> items, TtlvTextOptions? options = null)
    {
        StringBuilder text = new();
        new TtlvDump(text, options ?? TtlvTextOptions.Default).WriteItems(items);
        return text.ToString();
    }
}
