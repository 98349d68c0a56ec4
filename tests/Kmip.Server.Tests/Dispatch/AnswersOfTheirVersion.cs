using Kmip.Protocol;
using Kmip.Server.Tests.Support;
using Kmip.Ttlv;

namespace Kmip.Server.Tests.Dispatch;

/// <summary>
/// Every kind of failure and every operation in every version: the response is of the request's version and has nothing in it that this version
/// does not define. The oracle is the tables in spec/, not the code.
/// </summary>
[Trait("Abuse", "A29")]
public sealed class AnswersOfTheirVersion
{
    private static readonly Dictionary<string, Func<DispatcherFixture, KmipVersion, string, byte[]>> Cases = new(StringComparer.Ordinal)
    {
        ["success: create"] = (_, version, _) => Requests.Message(version, Requests.Aes()).Encode(),
        ["success: register"] = (_, version, _) => Requests.Message(version, Requests.RawKey(new byte[16], Requests.Named("a name"))).Encode(),
        ["success: get"] = (_, version, id) => Requests.Message(version, new GetRequest { UniqueIdentifier = id }).Encode(),
        ["success: all attributes"] = (_, version, id) => Requests.Message(version, new GetAttributesRequest { UniqueIdentifier = id }).Encode(),
        ["success: attribute list"] = (_, version, id) => Requests.Message(version, new GetAttributeListRequest { UniqueIdentifier = id }).Encode(),
        ["success: locate"] = (_, version, _) => Requests.Message(version, new LocateRequest()).Encode(),
        ["success: activate"] = (_, version, id) => Requests.Message(version, new ActivateRequest { UniqueIdentifier = id }).Encode(),
        ["success: revoke"] = (_, version, id) => Requests.Message(version, Requests.Revoke(id, RevocationReasonCode.KeyCompromise)).Encode(),
        ["success: destroy"] = (_, version, id) => Requests.Message(version, new DestroyRequest { UniqueIdentifier = id }).Encode(),
        ["success: query everything"] = (_, version, _) => Requests.Message(
            version, new QueryRequest { QueryFunctions = [.. Enum.GetValues<QueryFunction>().Where(function => QueryFunctionNames.IsDefinedIn(function, version))] }).Encode(),
        ["success: with correlation"] = (_, version, _) =>
        {
            RequestMessage request = Requests.Message(version, new LocateRequest());
            request.Header.ClientCorrelationValue = "client";
            return request.Encode();
        },
        ["discover versions"] = (_, version, _) => RawMessage.Of(version, null, null, RawMessage.Item(Operation.DiscoverVersions)),
        ["no such object"] = (_, version, _) => Requests.Message(version, new GetRequest { UniqueIdentifier = "missing" }).Encode(),
        ["no identifier"] = (_, version, _) => Requests.Message(version, new GetRequest()).Encode(),
        ["wrong state"] = (_, version, id) => Requests.Message(version, Requests.Revoke(id, RevocationReasonCode.CessationOfOperation)).Encode(),
        ["wrapped key asked for"] = (_, version, id) => Requests.Message(version, new GetRequest
        {
            UniqueIdentifier = id,
            KeyWrappingSpecification = new KeyWrappingSpecification { WrappingMethod = WrappingMethod.Encrypt },
        }).Encode(),
        ["another format"] = (_, version, id) => Requests.Message(version, new GetRequest { UniqueIdentifier = id, KeyFormatType = KeyFormatType.PKCS_1 }).Encode(),
        ["compression"] = (_, version, id) => Requests.Message(
            version, new GetRequest { UniqueIdentifier = id, KeyCompressionType = KeyCompressionType.ECPublicKeyTypeUncompressed }).Encode(),
        ["wrong length"] = (_, version, _) => Requests.Message(version, Requests.Aes(1)).Encode(),
        ["wrong object type"] = (_, version, _) => Requests.Message(version, new CreateRequest { ObjectType = ObjectType.SecretData }).Encode(),
        ["attribute of the server"] = (_, version, _) => Requests.Message(
            version, Requests.Aes(128, new KmipAttribute(KmipTag.State, AttributeValue.Enumeration(State.Active)))).Encode(),
        ["one value given twice"] = (_, version, _) => Requests.Message(
            version, Requests.Aes(128, new KmipAttribute(KmipTag.CryptographicLength, AttributeValue.Integer(256)))).Encode(),
        ["name taken"] = (_, version, _) => Requests.Message(version, Requests.Aes(128, Requests.Named("taken"))).Encode(),
        ["unknown operation"] = (_, version, _) => RawMessage.Of(version, null, null, RawMessage.Item((Operation)0x99)),
        ["operation of a later version"] = (_, version, _) => RawMessage.Of(version, null, null, RawMessage.Item(Operation.SetAttribute)),
        ["malformed payload"] = (_, version, _) => RawMessage.Of(version, null, null, RawMessage.Item(Operation.Get, writer => writer.WriteInteger(KmipTag.State, 1))),
        ["unknown field"] = (_, version, _) => RawMessage.Of(
            version, null, null, RawMessage.Item(Operation.Get, writer => writer.WriteInteger(RawMessage.UnknownTag, 1))),
        ["critical extension"] = (_, version, _) =>
        {
            RequestMessage request = Requests.Message(version, new LocateRequest());
            request.BatchItems[0].MessageExtensions.Add(new MessageExtension
            {
                VendorIdentification = "Test",
                CriticalityIndicator = true,
                VendorExtension = new OpaqueStructure(new SecretBuffer(0)),
            });
            return request.Encode();
        },
        ["undo"] = (_, version, _) => RawMessage.Of(
            version, writer => writer.WriteEnumeration(KmipTag.BatchErrorContinuationOption, BatchErrorContinuationOption.Undo), null,
            RawMessage.Item(version, Requests.Aes())),
        ["unknown option"] = (_, version, _) => RawMessage.Of(
            version, writer => writer.WriteEnumeration(KmipTag.BatchErrorContinuationOption, 77u), null, RawMessage.Item(version, Requests.Aes())),
        ["too large"] = (_, version, _) => Limited(version, 256),
        ["far too large"] = (_, version, _) => Limited(version, 1),
        ["batch without ids"] = (_, version, _) => RawMessage.Of(
            version, null, null, RawMessage.Item(version, Requests.Aes()), RawMessage.Item(version, Requests.Aes())),
        ["unknown query function"] = (_, version, _) => RawMessage.Of(
            version, null, null, RawMessage.Item(Operation.Query, writer => writer.WriteEnumeration(KmipTag.QueryFunction, 0x7777u))),
        ["denied"] = (server, version, id) =>
        {
            server.Policy = new DefaultDenyPolicy();
            return Requests.Message(version, new GetRequest { UniqueIdentifier = id }).Encode();
        },
        ["hidden"] = (server, version, id) =>
        {
            server.Policy = new OwnerPolicy();
            server.Client = DispatcherFixture.Bob;
            return Requests.Message(version, new GetRequest { UniqueIdentifier = id }).Encode();
        },
    };

    public static TheoryData<string> Names { get; } = new(Cases.Keys);

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Every_version_is_answered_in_its_own_terms(string name)
    {
        foreach (KmipVersion version in KmipVersion.Supported)
        {
            using var server = new DispatcherFixture();
            await server.Send(KmipVersion.V2_1, Requests.Aes(256, Requests.Named("taken")));
            CreateResponse created = await server.Send(KmipVersion.V2_1, Requests.Aes());
            byte[] request = Cases[name](server, version, created.UniqueIdentifier.Text!);
            byte[] answer = await server.SendBytes(request);
            using ResponseMessage response = ResponseMessage.Decode(answer);

            Assert.Equal(version, response.Version);
            Assert.Empty(SpecTables.UndefinedIn(answer, version, Assert.Single(response.BatchItems).Operation));
            ResponseBatchItem item = response.BatchItems[0];
            Assert.False(item.ResultStatus is ResultStatus.OperationFailed && string.IsNullOrEmpty(item.ResultMessage));
            if (name.StartsWith("success", StringComparison.Ordinal))
            {
                Assert.Equal((ResultStatus.Success, (string?)null), (item.ResultStatus, item.ResultMessage));
            }
            else if (!name.Contains("query", StringComparison.Ordinal) && !name.Contains("discover", StringComparison.Ordinal))
            {
                Assert.Equal((version, ResultStatus.OperationFailed), (version, item.ResultStatus));
            }
        }
    }

    [Fact]
    public void Every_reason_has_a_counterpart_in_every_version()
    {
        foreach (KmipVersion version in KmipVersion.Supported)
        {
            foreach (ResultReason reason in Enum.GetValues<ResultReason>())
            {
                ResultReason sent = ErrorMapping.ReasonIn(new Failure(reason, "test"), version);
                Assert.True(ResultReasonNames.IsDefinedIn(sent, version), $"{reason} in {version}: {sent}");
            }
        }
    }

    [Fact]
    public void Every_reason_of_2_1_is_a_sensible_one_in_1_0()
    {
        // General Failure says nothing: the reasons for which 1.x has no better word are these.
        ResultReason[] general =
        [
            .. Enum.GetValues<ResultReason>().Where(reason => ResultReasonNames.IsDefinedIn(reason, KmipVersion.V2_1)
                && ErrorMapping.ReasonIn(new Failure(reason, "test"), KmipVersion.V1_0) is ResultReason.GeneralFailure),
        ];
        Assert.Equal(
            [
                ResultReason.AttestationRequired, ResultReason.AttestationFailed, ResultReason.InternalServerError,
                ResultReason.InvalidAsynchronousCorrelationValue, ResultReason.InvalidCSR, ResultReason.ServerLimitExceeded,
                ResultReason.PKCS_11CodecError, ResultReason.PKCS_11InvalidFunction, ResultReason.PKCS_11InvalidInterface,
                ResultReason.UnknownObjectGroup, ResultReason.ConstraintViolation, ResultReason.DuplicateProcessRequest, ResultReason.GeneralFailure,
            ],
            general.Order());
    }

    private static byte[] Limited(KmipVersion version, int limit)
    {
        RequestMessage request = Requests.Message(
            version, new QueryRequest { QueryFunctions = [QueryFunction.QueryOperations, QueryFunction.QueryObjects, QueryFunction.QueryServerInformation] });
        request.Header.MaximumResponseSize = limit;
        return request.Encode();
    }
}
