using MediaAdmin.Access;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace MediaAdmin.Uploads.Tus;

/// <summary>The addresses of the tus 1.0.0 endpoint, with creation, creation-with-upload, expiration, checksum and termination. What each does is in <see cref="TusServer"/>.</summary>
public static class TusApi
{
    public static IServiceCollection AddTus(this IServiceCollection services) => services.AddSingleton<Receiver>().AddSingleton<TusServer>();

    public static void MapTus(this IEndpointRouteBuilder app)
    {
        app.MapMethods(UploadsApi.Path, [HttpMethods.Options], Describe).AllowAnonymous().WithTags("Uploads")
            .WithSummary("What this tus server can do: version, extensions, checksum algorithms, largest file in bytes");
        app.MapMethods(UploadsApi.Path + "/{id}", [HttpMethods.Options], Describe).AllowAnonymous().ExcludeFromDescription();

        var tus = app.MapGroup(UploadsApi.Path).RequireAuthorization(Policies.Editor).WithTags("Uploads");
        tus.AddEndpointFilter(SpeakTus);
        tus.MapPost("", (HttpContext http, TusServer server) => server.CreateAsync(http))
            .WithSummary("Begin an upload (tus creation, creation-with-upload)")
            .WithDescription("Upload-Length in bytes; Upload-Metadata with filename, filetype, product, variant, client, position, "
                + "batch, alt, alt_tr. Answers 201 with Location; 400, 412, 413, 415 otherwise.");
        tus.MapMethods("{id}", [HttpMethods.Head], (string id, HttpContext http, TusServer server) => server.HeadAsync(id, http))
            .WithSummary("How much of an upload is here").WithDescription("Upload-Offset and Upload-Length in bytes. 404 unknown or somebody else's, 410 expired or taken back, 423 in use.");
        tus.MapMethods("{id}", [HttpMethods.Patch], (string id, HttpContext http, TusServer server) => server.PatchAsync(id, http))
            .WithSummary("The next bytes of an upload").WithDescription("204 with the new Upload-Offset; 409 wrong offset, 413 more than announced, 415 wrong content type, 423 in use, 460 wrong checksum, 507 no space left.");
        tus.MapDelete("{id}", (string id, HttpContext http, TusServer server) => server.DeleteAsync(id, http))
            .WithSummary("Take an upload back (tus termination)")
                .WithDescription("204; 404 unknown or somebody else's (but for Admins), 409 when the picture is in the library already.");
        tus.MapPost("{id:guid}", (string id, HttpContext http, TusServer server) =>
            server.OverrideAsync(id, http)).ExcludeFromDescription();
    }

    private static NoContent Describe(HttpResponse response, IOptions<UploadOptions> options)
    {
        response.Headers["Tus-Resumable"] = response.Headers["Tus-Version"] = TusHeaders.Version;
        response.Headers["Tus-Extension"] = TusHeaders.Extensions;
        response.Headers["Tus-Checksum-Algorithm"] = TusHeaders.ChecksumAlgorithms;
        response.Headers["Tus-Max-Size"] = FormattableString.Invariant($"{options.Value.MaxFileBytes}");
        return TypedResults.NoContent();
    }

    private static ValueTask<object?> SpeakTus(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var (request, response) = (context.HttpContext.Request, context.HttpContext.Response);
        response.Headers["Tus-Resumable"] = TusHeaders.Version;
        if (TusServer.HasOtherBody(request)) return ValueTask.FromResult<object?>(TusServer.OtherBody(context.HttpContext));
        if (request.Headers["Tus-Resumable"] == TusHeaders.Version) return next(context);
        response.Headers["Tus-Version"] = TusHeaders.Version;
        return ValueTask.FromResult<object?>(TusServer.Fault(context.HttpContext,
            new(StatusCodes.Status412PreconditionFailed, "Tus-Resumable", $"Send the header Tus-Resumable: {TusHeaders.Version}.")));
    }
}
