using Kmip.Protocol;

namespace Kmip.Server;

/// <summary>
/// What the operations of one request leave for those after them: the ID Placeholder (KMIP 1.4 section 4), and for KMIP 2.x the identifiers
/// returned so far (section 4.58 of 2.1). It ends with the request.
/// </summary>
internal sealed class BatchState
{
    private readonly List<(Operation Operation, string Id)> _returned = [];

    private string? _placeholder;

    /// <summary>An operation has returned an identifier that later ones may leave out; null empties the placeholder.</summary>
    public void SetPlaceholder(string? id) => _placeholder = id;

    /// <summary>An operation returned an identifier.</summary>
    public void Returned(Operation operation, string id) => _returned.Add((operation, id));

    /// <summary>An operation that would have set the placeholder failed: what follows must not act on an older object.</summary>
    public void Failed(Operation operation)
    {
        if (operation is Operation.Create or Operation.Register or Operation.Locate)
        {
            _placeholder = null;
        }
    }

    /// <summary>The identifier a request means; null where it means one that there is not.</summary>
    public string? Resolve(UniqueIdentifier? identifier) => identifier switch
    {
        null => _placeholder,
        { Text: { } text } => text,
        { Enumeration: UniqueIdentifierEnumeration.IDPlaceholder } => _placeholder,
        { Enumeration: { } operation } => LastOf(OperationOf(operation)),
        { Integer: { } place } => At(place),
        _ => null,
    };

    private string? LastOf(Operation? operation) => _returned.LastOrDefault(returned => returned.Operation == operation).Id;

    private string? At(int place)
    {
        long index = place < 0 ? (long)_returned.Count + place : place;
        return index >= 0 && index < _returned.Count ? _returned[(int)index].Id : null;
    }

    private static Operation? OperationOf(UniqueIdentifierEnumeration placeholder) => placeholder switch
    {
        UniqueIdentifierEnumeration.Create => Operation.Create,
        UniqueIdentifierEnumeration.Register => Operation.Register,
        UniqueIdentifierEnumeration.Locate => Operation.Locate,
        _ => null,
    };
}
