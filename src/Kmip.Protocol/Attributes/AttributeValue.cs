using System.Numerics;
using System.Runtime.CompilerServices;
using Kmip.Ttlv;

namespace Kmip.Protocol;

/// <summary>The value of an attribute, of any TTLV type. Two values are equal when their encodings are.</summary>
public sealed partial class AttributeValue : IEquatable<AttributeValue>
{
    private readonly long _number;
    private readonly object? _object;

    private AttributeValue(TtlvType type, long number, object? value = null)
    {
        Type = type;
        _number = number;
        _object = value;
    }

    /// <summary>The type of the value.</summary>
    public TtlvType Type { get; }

    /// <summary>The value of an Integer, also of a mask; null for other types.</summary>
    public int? AsInteger => Type is TtlvType.Integer ? (int)_number : null;

    /// <summary>The value of a Long Integer; null for other types.</summary>
    public long? AsLongInteger => Type is TtlvType.LongInteger ? _number : null;

    /// <summary>The value of a Big Integer; null for other types.</summary>
    public BigInteger? AsBigInteger => _object as BigInteger?;

    /// <summary>The number of an Enumeration; null for other types.</summary>
    public uint? AsEnumeration => Type is TtlvType.Enumeration ? (uint)_number : null;

    /// <summary>The value of a Boolean; null for other types.</summary>
    public bool? AsBoolean => Type is TtlvType.Boolean ? _number != 0 : null;

    /// <summary>The value of a Text String; null for other types.</summary>
    public string? AsTextString => _object as string;

    /// <summary>The value of a Byte String; null for other types.</summary>
    public byte[]? AsByteString => _object as byte[];

    /// <summary>The value of a Date-Time or Date-Time Extended; null for other types.</summary>
    public DateTimeOffset? AsDateTime => Type is TtlvType.DateTime or TtlvType.DateTimeExtended ? new DateTimeOffset(_number, TimeSpan.Zero) : null;

    /// <summary>The value of an Interval, in seconds; null for other types.</summary>
    public uint? AsInterval => Type is TtlvType.Interval ? (uint)_number : null;

    /// <summary>The structure; null for other types. An <see cref="OpaqueStructure"/> in a vendor's attribute.</summary>
    public IKmipStructure? AsStructure => _object as IKmipStructure;

    /// <summary>An Integer, also for a mask.</summary>
    public static AttributeValue Integer(int value) => new(TtlvType.Integer, value);

    /// <summary>A Long Integer.</summary>
    public static AttributeValue LongInteger(long value) => new(TtlvType.LongInteger, value);

    /// <summary>A Big Integer.</summary>
    public static AttributeValue BigInteger(BigInteger value) => new(TtlvType.BigInteger, 0, value);

    /// <summary>An Enumeration by number.</summary>
    public static AttributeValue Enumeration(uint value) => new(TtlvType.Enumeration, value);

    /// <summary>An Enumeration.</summary>
    /// <typeparam name="TEnum">A generated enumeration.</typeparam>
    public static AttributeValue Enumeration<TEnum>(TEnum value)
        where TEnum : unmanaged, Enum => Enumeration(Unsafe.BitCast<TEnum, uint>(value));

    /// <summary>A Boolean.</summary>
    public static AttributeValue Boolean(bool value) => new(TtlvType.Boolean, value ? 1 : 0);

    /// <summary>A Text String.</summary>
    public static AttributeValue TextString(string value) => new(TtlvType.TextString, 0, value ?? throw new ArgumentNullException(nameof(value)));

    /// <summary>A Byte String.</summary>
    public static AttributeValue ByteString(byte[] value) => new(TtlvType.ByteString, 0, value ?? throw new ArgumentNullException(nameof(value)));

    /// <summary>A Date-Time: whole seconds are sent.</summary>
    public static AttributeValue DateTime(DateTimeOffset value) => new(TtlvType.DateTime, value.UtcTicks);

    /// <summary>An Interval, in seconds.</summary>
    public static AttributeValue Interval(uint seconds) => new(TtlvType.Interval, seconds);

    /// <summary>A Date-Time Extended: whole microseconds are sent.</summary>
    public static AttributeValue DateTimeExtended(DateTimeOffset value) => new(TtlvType.DateTimeExtended, value.UtcTicks);

    /// <summary>A structure of the model, or an opaque one.</summary>
    public static AttributeValue Structure(IKmipStructure value) => new(TtlvType.Structure, 0, value ?? throw new ArgumentNullException(nameof(value)));

    /// <inheritdoc/>
    public bool Equals(AttributeValue? other)
    {
        if (other is null || Type != other.Type)
        {
            return false;
        }

        using TtlvWriter left = new(256);
        using TtlvWriter right = new(256);
        Write(left, KmipTag.AttributeValue, KmipVersion.V2_1);
        other.Write(right, KmipTag.AttributeValue, KmipVersion.V2_1);
        return left.WrittenSpan.SequenceEqual(right.WrittenSpan);
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as AttributeValue);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Type, Type is TtlvType.DateTime ? _number / TimeSpan.TicksPerSecond : 0, _object as string);

    /// <summary>The type only: values may be confidential.</summary>
    public override string ToString() => Type.ToString();
}
