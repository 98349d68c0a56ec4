using System.Text.Json;
using Kmip.TestSupport;
using Kmip.Ttlv;

namespace Kmip.Protocol.Tests.Vectors;

/// <summary>The rows of level "protocol" of the shared negative vectors: well-formed TTLV that the model must refuse.</summary>
public sealed class InvalidRowTests
{
    private delegate object? Decoder(ref TtlvReader reader, KmipVersion version);

    // The first part of the row's name: how to decode, and the version where the row names none.
    private static readonly Dictionary<string, (Decoder Decode, KmipVersion Version)> Decoders = new(StringComparer.Ordinal)
    {
        ["TestApplicationSpecificInformation"] = (Model<ApplicationSpecificInformation>(KmipTag.ApplicationSpecificInformation), KmipVersion.V1_2),
        ["TestProtocolVersion"] = ((ref reader, version) => reader.ReadKmipVersion(KmipTag.ProtocolVersion, version), KmipVersion.V1_2),
        ["TestCreateRequestPayload"] = (Model<CreateRequest>(KmipTag.RequestPayload), KmipVersion.V1_2),
        ["TestDecryptRequestPayload"] = (Model<DecryptRequest>(KmipTag.RequestPayload), KmipVersion.V1_2),
        ["TestGetResponsePayload"] = (Model<GetResponse>(KmipTag.ResponsePayload), KmipVersion.V1_2),
        ["TestGetAttributeListResponsePayload"] = (Model<GetAttributeListResponse>(KmipTag.ResponsePayload), KmipVersion.V1_2),
        ["TestGetAttributesRequestPayload"] = (Model<GetAttributesRequest>(KmipTag.RequestPayload), KmipVersion.V1_2),
        ["TestGetAttributesResponsePayload"] = (Model<GetAttributesResponse>(KmipTag.ResponsePayload), KmipVersion.V1_2),
        ["TestQueryRequestPayload"] = (Model<QueryRequest>(KmipTag.RequestPayload), KmipVersion.V1_2),
        ["TestRegisterRequestPayload"] = (Model<RegisterRequest>(KmipTag.RequestPayload), KmipVersion.V1_2),
        ["TestRegisterResponsePayload"] = (Model<RegisterResponse>(KmipTag.ResponsePayload), KmipVersion.V1_2),
        ["TestNonce"] = (Model<Nonce>(KmipTag.Nonce), KmipVersion.V1_2),
        ["TestUsernamePasswordCredential"] = (Model<UsernamePasswordCredential>(KmipTag.CredentialValue), KmipVersion.V1_2),
        ["TestAttestationCredential"] = (Model<AttestationCredential>(KmipTag.CredentialValue), KmipVersion.V1_2),
        ["TestCredential"] = (Model<Credential>(KmipTag.Credential), KmipVersion.V1_2),
        ["TestAttributeReference"] = ((ref reader, version) => reader.ReadAttributeReferenceList(KmipTag.AttributeReference, version), KmipVersion.V2_0),
        ["TestAttributes"] = ((ref reader, version) => reader.ReadAttributeList(KmipTag.Attributes, version), KmipVersion.V2_0),
        ["TestEncryptionKeyInformation"] = (Model<EncryptionKeyInformation>(KmipTag.EncryptionKeyInformation), KmipVersion.V1_2),
        ["TestMACSignatureKeyInformation"] = (Model<MACSignatureKeyInformation>(KmipTag.MACSignatureKeyInformation), KmipVersion.V1_2),
        ["TestKeyWrappingData"] = (Model<KeyWrappingData>(KmipTag.KeyWrappingData), KmipVersion.V1_2),
        ["TestKeyWrappingSpecification"] = (Model<KeyWrappingSpecification>(KmipTag.KeyWrappingSpecification), KmipVersion.V1_2),
        ["TestObjectDefaults"] = (Model<ObjectDefaults>(KmipTag.ObjectDefaults), KmipVersion.V2_0),
        ["TestDefaultsInformation"] = (Model<DefaultsInformation>(KmipTag.DefaultsInformation), KmipVersion.V2_0),
        ["TestRNGParameters"] = (Model<RNGParameters>(KmipTag.RNGParameters), KmipVersion.V1_3),
        ["TestProfileInformation"] = (Model<ProfileInformation>(KmipTag.ProfileInformation), KmipVersion.V1_3),
        ["TestValidationInformation"] = (Model<ValidationInformation>(KmipTag.ValidationInformation), KmipVersion.V1_3),
        ["TestCapabilityInformation"] = (Model<CapabilityInformation>(KmipTag.CapabilityInformation), KmipVersion.V1_3),
        ["TestProtectionStorageMasks"] = (Model<ProtectionStorageMasks>(KmipTag.ProtectionStorageMasks), KmipVersion.V2_0),
        ["TestSplitKey"] = (Model<SplitKey>(KmipTag.SplitKey), KmipVersion.V1_2),
    };

    [Fact]
    public void Every_row_of_a_modelled_structure_is_refused()
    {
        Assert.SkipUnless(SharedData.IsPresent, SharedData.Absent);
        List<string> accepted = [];
        int refused = 0;
        foreach (JsonElement row in MessageRows.Lines(SharedData.Kmip("ttlv_invalid.jsonl")).Where(row => row.GetProperty("level").GetString() == "protocol"))
        {
            string name = row.GetProperty("name").GetString()!;
            if (!Decoders.TryGetValue(name.Split('.')[0], out (Decoder Decode, KmipVersion Version) entry))
            {
                continue; // an operation that has no model yet
            }

            KmipVersion version = row.TryGetProperty("kmipVersion", out JsonElement text) ? Support.Codec.Version(text.GetString()!) : entry.Version;
            if (IsRefused(entry.Decode, Convert.FromHexString(row.GetProperty("hex").GetString()!), version))
            {
                refused++;
            }
            else
            {
                accepted.Add(name);
            }
        }

        Assert.Empty(accepted);
        Assert.Equal(49, refused);
    }

    private static bool IsRefused(Decoder decode, byte[] bytes, KmipVersion version)
    {
        try
        {
            TtlvReader reader = new(bytes);
            decode(ref reader, version);
            reader.ThrowIfNotEmpty();
            return false;
        }
        catch (TtlvException)
        {
            return true;
        }
    }

    private static Decoder Model<T>(KmipTag tag)
        where T : IKmipStructure<T> => (ref reader, version) => reader.ReadModel<T>(tag, version);
}
