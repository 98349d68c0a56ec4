using System.Text;
using Kmip.Conformance.Tests.Wire;

namespace Kmip.Conformance.Tests.Replay;

/// <summary>
/// What the recorded server chose (identifiers, initialization vectors, ciphertexts) and what ours chose in its place. Requests are rewritten
/// with ours before they are sent; our answers are rewritten with the recorded ones before they are compared.
/// </summary>
internal sealed class RecordedValues
{
    private static readonly uint[] Identifiers =
        [Tags.UniqueIdentifier, Tags.LinkedObjectIdentifier, Tags.PrivateKeyUniqueIdentifier, Tags.PublicKeyUniqueIdentifier];

    private static readonly uint[] Chosen = [Tags.Data, Tags.IVCounterNonce];

    private readonly Dictionary<string, string> _ours = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _recorded = new(StringComparer.Ordinal);
    private readonly Dictionary<string, byte[]> _ourBytes = new(StringComparer.Ordinal);

    /// <summary>Objects whose key our server made itself, by recorded identifier: their key bytes cannot equal the recorded ones.</summary>
    public HashSet<string> MadeByServer { get; } = new(StringComparer.Ordinal);

    /// <summary>True if our server holds the object that the recorded server called by this identifier, or once held it.</summary>
    public bool Knows(string recorded) => _ours.ContainsKey(recorded);

    /// <summary>The recorded identifier of our object, or the identifier itself.</summary>
    public string RecordedOf(string ours) => _recorded.GetValueOrDefault(ours, ours);

    public void LearnIdentifier(string recorded, string ours)
    {
        _ours[recorded] = ours;
        _recorded[ours] = recorded;
    }

    /// <summary>Keeps the byte strings that both servers chose freely, by their place.</summary>
    public void LearnBytes(WireItem recordedPayload, WireItem ourPayload)
    {
        foreach (uint tag in Chosen)
        {
            if (recordedPayload.Find(tag) is { } theirs && ourPayload.Find(tag) is { } ours)
            {
                _ourBytes[Convert.ToHexString(theirs.Value)] = ours.Value;
            }
        }
    }

    /// <summary>Rewrites a recorded request for our server, and gives the identifiers in it as recorded.</summary>
    public List<string> RewriteRequest(WireItem request)
    {
        List<string> named = IdentifiersOf(request);
        foreach (WireItem item in IdentifiersIn(request).ToList())
        {
            item.Value = Encoding.UTF8.GetBytes(_ours.GetValueOrDefault(item.Text, item.Text));
        }

        foreach (WireItem item in request.All().Where(item => Chosen.Contains(item.Tag)))
        {
            item.Value = _ourBytes.GetValueOrDefault(Convert.ToHexString(item.Value), item.Value);
        }

        return named;
    }

    /// <summary>The identifiers in a message, as they are.</summary>
    public static List<string> IdentifiersOf(WireItem message) => [.. IdentifiersIn(message).Select(item => item.Text)];

    /// <summary>Rewrites our answer with the recorded identifiers.</summary>
    public void RewriteAnswer(WireItem answer)
    {
        foreach (WireItem item in IdentifiersIn(answer))
        {
            item.Value = Encoding.UTF8.GetBytes(RecordedOf(item.Text));
        }
    }

    private static IEnumerable<WireItem> IdentifiersIn(WireItem message) => message.All()
        .SelectMany(item => item.Tag == Tags.Attribute && item.Find(Tags.AttributeName) is { Text: "Unique Identifier" }
            ? item.Children.Where(child => child.Tag == Tags.AttributeValue)
            : Identifiers.Contains(item.Tag) ? [item] : [])
        .Where(item => item.Type == WireType.TextString);
}
