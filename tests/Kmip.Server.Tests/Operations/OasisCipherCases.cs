using System.Xml.Linq;
using Kmip.Protocol;
using Kmip.Server.Tests.Support;
using Kmip.TestSupport;
using Kmip.Ttlv;

namespace Kmip.Server.Tests.Operations;

/// <summary>The cases of the OASIS Basic Cryptographic Server profile, replayed: keys are made as they say, each Encrypt and Decrypt is compared.</summary>
public sealed class OasisCipherCases : IDisposable
{
    // GCM with other nonces is not there: those exchanges must say so instead of what the case expects; operations in parts likewise.
    private const int GcmNonceLength = 12;

    // Its ciphertext is that of another key than the one it registers; the same case of 1.4 has the right one, which is replayed.
    private const string Faulty = "CS-BC-M-6-12.xml";

    private readonly CipherFixture _cipher = new();
    private readonly Dictionary<string, string> _bound = [];
    private bool _keyIsOurs;

    public static TheoryData<string> Cases()
    {
        TheoryData<string> cases = [];
        if (SharedData.IsPresent)
        {
            cases.AddRange(new[] { "1.2", "1.4", "2.1" }
                .SelectMany(version => Directory.GetFiles(SharedData.Kmip($"xml/v{version}/mandatory"), "CS-BC-M-*.xml"))
                .Where(file => !file.Contains("CHACHA", StringComparison.Ordinal) && !file.EndsWith(Faulty, StringComparison.Ordinal))
                .Select(file => Path.GetRelativePath(SharedData.KmipFolder!, file))
                .Order(StringComparer.Ordinal));
        }
        else
        {
            cases.Add(SharedData.Absent);
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Replayed(string file)
    {
        Assert.SkipUnless(SharedData.IsPresent, SharedData.Absent);
        XElement[] messages = [.. XDocument.Load(SharedData.Kmip(file)).Root!.Elements()];
        int compared = 0;
        for (int index = 0; index + 1 < messages.Length; index += 2)
        {
            compared += await ReplayAsync(messages[index], messages[index + 1]) ? 1 : 0;
        }

        Assert.True(compared > 0, "The case has no Encrypt or Decrypt.");
    }

    public void Dispose() => _cipher.Dispose();

    private async Task<bool> ReplayAsync(XElement request, XElement response)
    {
        KmipVersion version = new(int.Parse(Value(request, "ProtocolVersionMajor")!, null), int.Parse(Value(request, "ProtocolVersionMinor")!, null));
        switch (Value(request, "Operation"))
        {
            case "Create" or "Register":
                _bound[Value(response, "UniqueIdentifier")!] = await MakeKeyAsync(request, version);
                return false;
            case "Encrypt":
                await CompareAsync(Requests.Message(version, ToEncrypt(request)), request, response);
                return true;
            case "Decrypt":
                await CompareAsync(Requests.Message(version, ToDecrypt(request)), request, response);
                return true;
            default:
                return false;
        }
    }

    private EncryptRequest ToEncrypt(XElement request) => CipherFixture.EncryptRequest(
        Id(request), Bytes(request, "Data")!, Parameters(request), Bytes(request, "IVCounterNonce"),
        Bytes(request, "AuthenticatedEncryptionAdditionalData"), IsTrue(request, "InitIndicator"), IsTrue(request, "FinalIndicator"));

    private DecryptRequest ToDecrypt(XElement request) => CipherFixture.DecryptRequest(
        Id(request), Bytes(request, "Data")!, Parameters(request), Bytes(request, "IVCounterNonce"),
        Bytes(request, "AuthenticatedEncryptionAdditionalData"), Bytes(request, "AuthenticatedEncryptionTag"));

    private async Task CompareAsync(RequestMessage message, XElement request, XElement response)
    {
        ResponseBatchItem item = Assert.Single((await _cipher.Server.Send(message)).BatchItems);
        if (Unsupported(request) is { } refusal)
        {
            Assert.Equal(message.Header.ProtocolVersion < KmipVersion.V2_0 ? ResultReason.FeatureNotSupported : refusal, item.ResultReason);
            return;
        }

        Assert.Equal(Value(response, "ResultReason"), item.ResultReason?.ToString());
        (byte[]? data, byte[]? iv, byte[]? tag) = item.Payload switch
        {
            EncryptResponse encrypted => (encrypted.Data, encrypted.IVCounterNonce, encrypted.AuthenticatedEncryptionTag),
            DecryptResponse decrypted => (decrypted.Data!.Span.ToArray(), null, null),
            _ => ((byte[]?)null, (byte[]?)null, (byte[]?)null),
        };

        // Recorded with another key or another random value: what follows in the case then uses ours. A round trip ends at the same data.
        bool ours = (_keyIsOurs && !_bound.ContainsKey(Value(request, "Data")!)) || Value(response, "IVCounterNonce") is not null;
        Compare(Value(response, "Data"), data, "$DATA_0", ours);
        Compare(Value(response, "IVCounterNonce"), iv, "$IV_COUNTER_NONCE", ours);
        Compare(Value(response, "AuthenticatedEncryptionTag"), tag, "$AUTHENTICATED_ENCRYPTION_TAG", ours);
    }

    private void Compare(string? expected, byte[]? actual, string variable, bool ours)
    {
        string? given = actual is null ? null : Convert.ToHexStringLower(actual);
        if (ours && expected is not null)
        {
            Assert.NotNull(given);
            _bound[expected] = given;
            _bound[variable] = given;
        }
        else
        {
            Assert.Equal(expected, given);
        }
    }

    private static ResultReason? Unsupported(XElement request)
    {
        if (request.Descendants("InitIndicator").Concat(request.Descendants("CorrelationValue")).Any())
        {
            return ResultReason.FeatureNotSupported;
        }

        bool otherNonce = Value(request, "BlockCipherMode") is "GCM" && Value(request, "IVCounterNonce") is { } nonce
            && !nonce.StartsWith('$') && nonce.Length != 2 * GcmNonceLength;
        return otherNonce ? ResultReason.UnsupportedCryptographicParameters : null;
    }

    private async Task<string> MakeKeyAsync(XElement request, KmipVersion version)
    {
        var attributes = new AttributeList
        {
            CryptographicAlgorithm = CryptographicAlgorithm.AES,
            CryptographicLength = 128,
            CryptographicUsageMask = CipherFixture.Both,
        };
        foreach ((KmipTag tag, string name) in new[]
        {
            (KmipTag.ActivationDate, "Activation Date"), (KmipTag.ProcessStartDate, "Process Start Date"), (KmipTag.ProtectStopDate, "Protect Stop Date"),
        })
        {
            if (Date(request, name) is { } date)
            {
                attributes.Add(tag, AttributeValue.DateTime(date));
            }
        }

        if (Parameters(request) is { } parameters)
        {
            attributes.Add(KmipTag.CryptographicParameters, AttributeValue.Structure(parameters));
        }

        if (Value(request, "UsageLimitsTotal") is { } total)
        {
            attributes.UsageLimits = new UsageLimits { UsageLimitsTotal = long.Parse(total, null), UsageLimitsUnit = UsageLimitsUnit.Byte };
        }

        if (Bytes(request, "KeyMaterial") is { } key)
        {
            attributes.CryptographicLength = key.Length * 8;
            RegisterRequest register = Requests.RawKey(key);
            register.Attributes = attributes;
            return (await _cipher.Server.Send(version, register)).UniqueIdentifier.Text!;
        }

        _keyIsOurs = true;
        return (await _cipher.Server.Send(version, new CreateRequest { ObjectType = ObjectType.SymmetricKey, Attributes = attributes })).UniqueIdentifier.Text!;
    }

    private static CryptographicParameters? Parameters(XElement request)
    {
        XElement? given = request.Descendants("CryptographicParameters").FirstOrDefault()
            ?? request.Descendants("AttributeValue").FirstOrDefault(value => value.Element("BlockCipherMode") is not null);
        return given is null
            ? null
            : CipherFixture.Mode(
                Enum.Parse<BlockCipherMode>(Value(given, "BlockCipherMode")!),
                Value(given, "PaddingMethod") is { } padding ? Enum.Parse<PaddingMethod>(padding) : null,
                Value(given, "TagLength") is { } length ? int.Parse(length, null) : null,
                IsTrue(given, "RandomIV") ? true : null);
    }

    // "$NOW" and seconds; in 1.x the value of the named attribute, in 2.x an element of that name.
    private DateTimeOffset? Date(XElement request, string name)
    {
        string? value = Value(request, name.Replace(" ", "", StringComparison.Ordinal))
            ?? request.Descendants("AttributeName").FirstOrDefault(element => element.Attribute("value")?.Value == name)?.Parent!.Element("AttributeValue")!.Attribute("value")!.Value;
        return value is null ? null : _cipher.Server.Clock.GetUtcNow().AddSeconds(int.Parse(value["$NOW".Length..], null));
    }

    private static string? Value(XElement message, string name) => message.Descendants(name).FirstOrDefault()?.Attribute("value")?.Value;

    private static bool IsTrue(XElement message, string name) => Value(message, name) is "true";

    private UniqueIdentifier Id(XElement request) => _bound[Value(request, "UniqueIdentifier")!];

    private byte[]? Bytes(XElement message, string name) => Value(message, name) switch
    {
        null => null,
        { } bound when _bound.TryGetValue(bound, out string? value) => Convert.FromHexString(value),
        { } literal when literal.StartsWith('$') => [],
        { } literal => Convert.FromHexString(literal),
    };
}
