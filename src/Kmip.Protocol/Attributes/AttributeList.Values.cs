using System.Runtime.CompilerServices;
using Kmip.Ttlv;

namespace Kmip.Protocol;

public sealed partial class AttributeList
{
    private AttributeValue? Find(KmipTag tag) => TryFind(tag, out AttributeValue? value) ? value : null;

    private void SetOrRemove(KmipTag tag, AttributeValue? value)
    {
        if (value is null)
        {
            Remove(tag);
        }
        else
        {
            Set(tag, value);
        }
    }

    private uint? GetEnumeration(KmipTag tag) => Find(tag)?.AsEnumeration;

    private int? GetInteger(KmipTag tag) => Find(tag)?.AsInteger;

    private bool? GetBoolean(KmipTag tag) => Find(tag)?.AsBoolean;

    private string? GetText(KmipTag tag) => Find(tag)?.AsTextString;

    private byte[]? GetBytes(KmipTag tag) => Find(tag)?.AsByteString;

    private DateTimeOffset? GetDate(KmipTag tag) => Find(tag)?.AsDateTime;

    private uint? GetInterval(KmipTag tag) => Find(tag)?.AsInterval;

    private T? GetStructure<T>(KmipTag tag)
        where T : class, IKmipStructure => Find(tag)?.AsStructure as T;

    private UniqueIdentifier? GetIdentifier(KmipTag tag) => Find(tag) switch
    {
        { AsTextString: { } text } => new UniqueIdentifier(text),
        { AsEnumeration: { } placeholder } => new UniqueIdentifier((UniqueIdentifierEnumeration)placeholder),
        { AsInteger: { } place } => new UniqueIdentifier(place),
        _ => (UniqueIdentifier?)null,
    };

    private void SetEnumeration(KmipTag tag, uint? value) => SetOrRemove(tag, value is { } number ? AttributeValue.Enumeration(number) : null);

    private void SetInteger(KmipTag tag, int? value) => SetOrRemove(tag, value is { } number ? AttributeValue.Integer(number) : null);

    private void SetBoolean(KmipTag tag, bool? value) => SetOrRemove(tag, value is { } flag ? AttributeValue.Boolean(flag) : null);

    private void SetText(KmipTag tag, string? value) => SetOrRemove(tag, value is null ? null : AttributeValue.TextString(value));

    private void SetBytes(KmipTag tag, byte[]? value) => SetOrRemove(tag, value is null ? null : AttributeValue.ByteString(value));

    private void SetDate(KmipTag tag, DateTimeOffset? value) => SetOrRemove(tag, value is { } date ? AttributeValue.DateTime(date) : null);

    private void SetInterval(KmipTag tag, uint? value) => SetOrRemove(tag, value is { } seconds ? AttributeValue.Interval(seconds) : null);

    private void SetStructure(KmipTag tag, IKmipStructure? value) => SetOrRemove(tag, value is null ? null : AttributeValue.Structure(value));

    private void SetIdentifier(KmipTag tag, UniqueIdentifier? value) => SetOrRemove(tag, value switch
    {
        null => null,
        { Text: { } text } => AttributeValue.TextString(text),
        { Enumeration: { } placeholder } => AttributeValue.Enumeration(placeholder),
        { Integer: var place } => AttributeValue.Integer(place.GetValueOrDefault()),
    });

    private List<string> GetAllText(KmipTag tag) => [.. FindAll(tag).Select(value => value.AsTextString).OfType<string>()];

    private List<T> GetAllStructure<T>(KmipTag tag)
        where T : class, IKmipStructure => [.. FindAll(tag).Select(value => value.AsStructure).OfType<T>()];

    private List<TEnum> GetAllEnumeration<TEnum>(KmipTag tag)
        where TEnum : unmanaged, Enum => [.. FindAll(tag).Where(value => value.AsEnumeration is not null).Select(value => Unsafe.BitCast<uint, TEnum>(value.AsEnumeration.GetValueOrDefault()))];
}
