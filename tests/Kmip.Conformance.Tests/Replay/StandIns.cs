using Kmip.Conformance.Tests.Wire;

namespace Kmip.Conformance.Tests.Replay;

/// <summary>
/// Objects that the recorded server had by an operation that ours does not serve, or that a lone sample takes for granted: our server gets
/// them by Register, so that requests for them still mean something.
/// </summary>
internal sealed class StandIns(IReadOnlyList<Exchange> exchanges)
{
    private const int RegisterOperation = 0x03;
    private const int DestroyOperation = 0x14;
    private const int SymmetricKeyType = 2;

    private static readonly uint[] Common = [Tags.TemplateAttribute, Tags.CommonTemplateAttribute, Tags.Attributes, Tags.CommonAttributes];
    private static readonly uint[] OfPrivateKey = [.. Common, Tags.PrivateKeyTemplateAttribute, Tags.PrivateKeyAttributes];
    private static readonly uint[] OfPublicKey = [.. Common, Tags.PublicKeyTemplateAttribute, Tags.PublicKeyAttributes];

    /// <summary>The objects that an answer names, each as a request to register it; only those whose bytes the recording shows.</summary>
    public IEnumerable<(string Recorded, WireItem Register)> Of(Exchange exchange)
    {
        WireItem request = WireItem.Parse(exchange.Request);
        WireItem? made = WireItem.Parse(exchange.Response).Find(Tags.BatchItem, Tags.ResponsePayload);
        foreach (WireItem identifier in made?.Children.Where(child => child.Type == WireType.TextString) ?? [])
        {
            uint[] containers = identifier.Tag switch
            {
                Tags.UniqueIdentifier => Common,
                Tags.PrivateKeyUniqueIdentifier => OfPrivateKey,
                Tags.PublicKeyUniqueIdentifier => OfPublicKey,
                _ => [],
            };
            if (containers.Length > 0 && FindObject(identifier.Text) is { } payload)
            {
                IEnumerable<WireItem> attributes = request.All().Where(item => containers.Contains(item.Tag)).SelectMany(item => item.Children);
                yield return (identifier.Text, Register(request, payload.Children[0], payload.Children[^1], attributes));
            }
        }
    }

    /// <summary>The object in a recorded answer to Get, as a request to register it.</summary>
    public static WireItem OfGet(WireItem request, WireItem payload) => Register(request, payload.Children[0], payload.Children[^1], []);

    /// <summary>Any AES key that may encrypt and decrypt, active since a minute or not yet.</summary>
    public static WireItem Key(WireItem request, DateTimeOffset now, bool isActive)
    {
        WireItem block = WireItem.Structure(
            Tags.KeyBlock,
            WireItem.OfNumber(Tags.KeyFormatType, WireType.Enumeration, 1),
            WireItem.Structure(Tags.KeyValue, WireItem.OfBytes(Tags.KeyMaterial, new byte[32])),
            WireItem.OfNumber(Tags.CryptographicAlgorithm, WireType.Enumeration, 3),
            WireItem.OfNumber(Tags.CryptographicLength, WireType.Integer, 256));
        List<WireItem> attributes = [Attribute(request, "Cryptographic Usage Mask", WireItem.OfNumber(Tags.CryptographicUsageMask, WireType.Integer, 12))];
        if (isActive)
        {
            attributes.Add(Attribute(request, "Activation Date", WireItem.OfTime(Tags.ActivationDate, now.AddMinutes(-1))));
        }

        return Register(
            request, WireItem.OfNumber(Tags.ObjectType, WireType.Enumeration, SymmetricKeyType), WireItem.Structure(Tags.SymmetricKey, block), attributes);
    }

    /// <summary>The same request under another name: where ours refuses a name that another object has.</summary>
    public static WireItem Renamed(WireItem request)
    {
        WireItem renamed = request.Copy();
        foreach (WireItem name in renamed.All().Where(item => item.Tag == Tags.NameValue))
        {
            name.Value = [.. name.Value, .. " (another)"u8];
        }

        return renamed;
    }

    /// <summary>Destroys an object of ours.</summary>
    public static WireItem Destroy(WireItem request, string identifier) =>
        Message(request, DestroyOperation, WireItem.OfText(Tags.UniqueIdentifier, identifier));

    private WireItem? FindObject(string identifier) => exchanges
        .Where(exchange => exchange.Operation == "Get")
        .Select(exchange => WireItem.Parse(exchange.Response).Find(Tags.BatchItem, Tags.ResponsePayload))
        .FirstOrDefault(payload => payload?.Find(Tags.UniqueIdentifier)?.Text == identifier);

    private static WireItem Register(WireItem request, WireItem type, WireItem managedObject, IEnumerable<WireItem> attributes) => Message(
        request,
        RegisterOperation,
        type,
        WireItem.Structure(IsSecondMajor(request) ? Tags.Attributes : Tags.TemplateAttribute, attributes),
        managedObject);

    private static WireItem Message(WireItem request, int operation, params IEnumerable<WireItem> payload) => WireItem.Structure(
        Tags.RequestMessage,
        request.Find(Tags.RequestHeader)!.Copy(),
        WireItem.Structure(
            Tags.BatchItem,
            WireItem.OfNumber(Tags.Operation, WireType.Enumeration, operation),
            WireItem.Structure(Tags.RequestPayload, payload)));

    private static WireItem Attribute(WireItem request, string name, WireItem value) => IsSecondMajor(request)
        ? value
        : WireItem.Structure(Tags.Attribute, WireItem.OfText(Tags.AttributeName, name), value.Retagged(Tags.AttributeValue));

    private static bool IsSecondMajor(WireItem request) =>
        request.Find(Tags.RequestHeader, Tags.ProtocolVersion, Tags.ProtocolVersionMajor)!.Number >= 2;
}
