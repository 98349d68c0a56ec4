using System.Runtime.CompilerServices;

namespace Kmip.Ttlv;

public sealed partial class TtlvWriter
{
    /// <summary>Writes an Integer: signed, 32 bits.</summary>
    /// <exception cref="TtlvException">The output would be longer than the maximum.</exception>
    public void WriteInteger(KmipTag tag, int value) => WriteFixed(tag, TtlvType.Integer, 4, (ulong)(uint)value << 32);

    /// <summary>Writes a Long Integer: signed, 64 bits.</summary>
    /// <exception cref="TtlvException">The output would be longer than the maximum.</exception>
    public void WriteLongInteger(KmipTag tag, long value) => WriteFixed(tag, TtlvType.LongInteger, 8, (ulong)value);

    /// <summary>Writes an Enumeration.</summary>
    /// <exception cref="TtlvException">The output would be longer than the maximum.</exception>
    public void WriteEnumeration(KmipTag tag, uint value) => WriteFixed(tag, TtlvType.Enumeration, 4, (ulong)value << 32);

    /// <summary>Writes an Enumeration from an enum whose underlying type is 32 bits wide.</summary>
    /// <exception cref="TtlvException">The output would be longer than the maximum.</exception>
    /// <exception cref="NotSupportedException">The underlying type of the enum is not 32 bits wide.</exception>
    public void WriteEnumeration<TEnum>(KmipTag tag, TEnum value)
        where TEnum : unmanaged, Enum => WriteEnumeration(tag, Unsafe.BitCast<TEnum, uint>(value));

    /// <summary>Writes a Boolean.</summary>
    /// <exception cref="TtlvException">The output would be longer than the maximum.</exception>
    public void WriteBoolean(KmipTag tag, bool value) => WriteFixed(tag, TtlvType.Boolean, 8, value ? 1UL : 0UL);

    /// <summary>Writes an Interval.</summary>
    /// <param name="tag">The tag.</param>
    /// <param name="seconds">The seconds.</param>
    /// <exception cref="TtlvException">The output would be longer than the maximum.</exception>
    public void WriteInterval(KmipTag tag, uint seconds) => WriteFixed(tag, TtlvType.Interval, 4, (ulong)seconds << 32);
}
