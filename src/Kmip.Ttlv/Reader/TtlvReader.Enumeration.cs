using System.Runtime.CompilerServices;

namespace Kmip.Ttlv;

public ref partial struct TtlvReader
{
    /// <summary>Reads an Enumeration. Any value is accepted: enumerations are open.</summary>
    /// <exception cref="TtlvException">Another item comes here, or its length or padding is wrong.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint ReadEnumeration(KmipTag tag) =>
        TryReadFour(tag, TtlvType.Enumeration, out uint value) ? value : ReadFourCarefully(tag, TtlvType.Enumeration);

    /// <summary>Reads an Enumeration as a value of an enum whose underlying type is 32 bits wide.</summary>
    /// <exception cref="TtlvException">Another item comes here, or its length or padding is wrong.</exception>
    /// <exception cref="NotSupportedException">The underlying type of the enum is not 32 bits wide.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TEnum ReadEnumeration<TEnum>(KmipTag tag)
        where TEnum : unmanaged, Enum => Unsafe.BitCast<uint, TEnum>(ReadEnumeration(tag));
}
