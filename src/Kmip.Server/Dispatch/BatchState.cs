using Kmip.Protocol;
using Kmip.Ttlv;

namespace Kmip.Server;

/// <summary>
/// What the operations of one request leave for those after them: the ID Placeholder (KMIP 1.4 section 4), and for KMIP 2.x the identifiers in
/// the response so far (sections 4.58 and 11.58 of 2.1). It ends with the request.
/// </summary>
internal sealed class BatchState
{
    private readonly List<Answered> _answered = [];
    private readonly List<string> _identifiers = [];
    private string? _placeholder;

    /// <summary>An operation returns an identifier that later ones may leave out; null empties the placeholder.</summary>
    public void SetPlaceholder(string? id) => _placeholder = id;

    /// <summary>An operation has succeeded: the identifiers at the top of its response payload can be referred to.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="batchItem">Its encoded batch item.</param>
    public void Succeeded(Operation operation, ReadOnlySpan<byte> batchItem)
    {
        var answered = new Answered(operation, []);
        _answered.Add(answered);
        var outer = new TtlvReader(batchItem);
        TtlvReader item = outer.ReadStructure(KmipTag.BatchItem);
        while (!item.NextIs(KmipTag.ResponsePayload))
        {
            item.Skip();
        }

        TtlvReader payload = item.ReadStructure(KmipTag.ResponsePayload);
        while (payload.TryPeek(out KmipTag tag, out TtlvType type))
        {
            if (type is TtlvType.TextString && tag is KmipTag.UniqueIdentifier or KmipTag.PrivateKeyUniqueIdentifier or KmipTag.PublicKeyUniqueIdentifier)
            {
                string id = payload.ReadTextString(tag);
                answered.Identifiers.Add((tag, id));
                _identifiers.Add(id);
            }
            else
            {
                payload.Skip();
            }
        }
    }

    /// <summary>An operation has failed. Where it would have set the placeholder, what follows must not act on an older object instead.</summary>
    public void Failed(Operation operation)
    {
        _answered.Add(new Answered(operation, []));
        if (SetsPlaceholder(operation))
        {
            _placeholder = null;
        }
    }

    /// <summary>The identifier a request means; null where it means one that there is not.</summary>
    /// <exception cref="KmipOperationException">It means several, or is of an unknown kind.</exception>
    public string? Resolve(UniqueIdentifier? identifier) => identifier switch
    {
        null => _placeholder,
        { Text: { } text } => text,
        { Enumeration: UniqueIdentifierEnumeration.IDPlaceholder } => _placeholder,
        { Enumeration: { } kind } => LastOf(kind),
        { Integer: { } place } => At(place),
        _ => null,
    };

    // Section 11.58 of 2.1: the most recent operation of the kind.
    private string? LastOf(UniqueIdentifierEnumeration kind)
    {
        (Operation operation, KmipTag? tag) = Meaning(kind);
        Answered? last = _answered.LastOrDefault(answered => answered.Operation == operation);
        string[] ids = last is null ? [] : [.. last.Identifiers.Where(id => tag is null || id.Tag == tag).Select(id => id.Id)];

        // The section has the operation repeated for each of them, but no version says how such a response looks.
        return ids.Length > 1
            ? throw new KmipOperationException(
                ResultReason.FeatureNotSupported, "The Unique Identifier refers to several objects: name one of them by its place in the response.")
            : ids.FirstOrDefault();
    }

    // Section 4.58 of 2.1: counted from zero, or from the present item backwards.
    private string? At(int place)
    {
        long index = place < 0 ? (long)_identifiers.Count + place : place;
        return index >= 0 && index < _identifiers.Count ? _identifiers[(int)index] : null;
    }

    private static bool SetsPlaceholder(Operation operation) => operation is Operation.Create or Operation.CreateKeyPair or Operation.Register
        or Operation.DeriveKey or Operation.ReKey or Operation.ReKeyKeyPair or Operation.Certify or Operation.ReCertify or Operation.Locate
        or Operation.Recover or Operation.CreateSplitKey or Operation.JoinSplitKey or Operation.Import or Operation.Export;

    private static (Operation Operation, KmipTag? Tag) Meaning(UniqueIdentifierEnumeration kind) => kind switch
    {
        UniqueIdentifierEnumeration.Certify => (Operation.Certify, null),
        UniqueIdentifierEnumeration.Create => (Operation.Create, null),
        UniqueIdentifierEnumeration.CreateKeyPair => (Operation.CreateKeyPair, null),
        UniqueIdentifierEnumeration.CreateKeyPairPrivateKey => (Operation.CreateKeyPair, KmipTag.PrivateKeyUniqueIdentifier),
        UniqueIdentifierEnumeration.CreateKeyPairPublicKey => (Operation.CreateKeyPair, KmipTag.PublicKeyUniqueIdentifier),
        UniqueIdentifierEnumeration.CreateSplitKey => (Operation.CreateSplitKey, null),
        UniqueIdentifierEnumeration.DeriveKey => (Operation.DeriveKey, null),
        UniqueIdentifierEnumeration.Import => (Operation.Import, null),
        UniqueIdentifierEnumeration.JoinSplitKey => (Operation.JoinSplitKey, null),
        UniqueIdentifierEnumeration.Locate => (Operation.Locate, null),
        UniqueIdentifierEnumeration.Register => (Operation.Register, null),
        UniqueIdentifierEnumeration.ReKey => (Operation.ReKey, null),
        UniqueIdentifierEnumeration.ReCertify => (Operation.ReCertify, null),
        UniqueIdentifierEnumeration.ReKeyKeyPair => (Operation.ReKeyKeyPair, null),
        UniqueIdentifierEnumeration.ReKeyKeyPairPrivateKey => (Operation.ReKeyKeyPair, KmipTag.PrivateKeyUniqueIdentifier),
        UniqueIdentifierEnumeration.ReKeyKeyPairPublicKey => (Operation.ReKeyKeyPair, KmipTag.PublicKeyUniqueIdentifier),
        _ => throw new KmipOperationException(ResultReason.UnknownEnumeration, "The Unique Identifier refers to an operation that the server does not know."),
    };

    private sealed record Answered(Operation Operation, List<(KmipTag Tag, string Id)> Identifiers);
}
