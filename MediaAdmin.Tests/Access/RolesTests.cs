using System.Net;
using MediaAdmin.Access;

namespace MediaAdmin.Tests.Access;

public sealed class RolesTests(AccessHost host) : IClassFixture<AccessHost>
{
    public static TheoryData<Role, string, bool> Matrix()
    {
        var cells = new TheoryData<Role, string, bool>();
        foreach (var role in Enum.GetValues<Role>())
            foreach (var policy in Enum.GetValues<Role>())
                cells.Add(role, policy.ToString(), role >= policy);
        return cells;
    }

    [Theory, MemberData(nameof(Matrix))]
    public async Task A_user_reaches_what_the_role_reaches(Role role, string policy, bool allowed)
    {
        var email = $"{role}-{policy}@example.org";
        await host.AddUserAsync(email, role);
        using var browser = await host.BrowserOfAsync(email);

        using var get = await browser.GetAsync($"/api/probe/{policy}");
        using var post = await browser.PostAsync($"/api/probe/{policy}", null);
        using var page = await browser.GetAsync($"/page/{policy}");

        Assert.Equal(allowed ? HttpStatusCode.OK : HttpStatusCode.Forbidden, get.StatusCode);
        Assert.Equal(allowed ? HttpStatusCode.OK : HttpStatusCode.Forbidden, post.StatusCode);
        Assert.Equal(allowed ? null : "/access-denied", page.Headers.Location?.AbsolutePath);
        if (!allowed) Assert.Equal("application/problem+json", get.Content.Headers.ContentType?.MediaType);
    }

    [Theory, MemberData(nameof(Matrix))]
    public async Task A_key_reaches_what_its_role_reaches(Role role, string policy, bool allowed)
    {
        using var program = host.Program(await host.AddKeyAsync(role));
        using var answer = await program.GetAsync($"/api/probe/{policy}");
        Assert.Equal(allowed ? HttpStatusCode.OK : HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task Nobody_gets_a_status_from_the_api_and_the_way_to_sign_in_from_a_page()
    {
        using var nobody = host.Program();
        using var api = await nobody.GetAsync("/api/probe/Viewer");
        using var page = await nobody.GetAsync("/page/Viewer?a=b");

        Assert.Equal(HttpStatusCode.Unauthorized, api.StatusCode);
        Assert.Equal("application/problem+json", api.Content.Headers.ContentType?.MediaType);
        Assert.Equal("/login?returnUrl=%2Fpage%2FViewer%3Fa%3Db", page.Headers.Location?.PathAndQuery);
    }

    [Fact]
    public async Task An_endpoint_that_forgot_its_policy_is_closed_even_to_admins()
    {
        using var program = host.Program(await host.AddKeyAsync(Role.Admin));
        using var forgotten = await program.GetAsync("/api/probe/forgotten");
        using var nowhere = await program.GetAsync("/api/probe/there-is-no-such-thing");
        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.NotFound), (forgotten.StatusCode, nowhere.StatusCode));
    }

    [Fact]
    public async Task A_verb_that_refuses_the_actor_is_answered_as_forbidden()
    {
        using var program = host.Program(await host.AddKeyAsync(Role.Editor));
        using var answer = await program.GetAsync("/api/probe/verb");
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task Only_admins_look_after_users_and_keys()
    {
        var editor = new Actor("user:999", "Ed", Role.Editor);
        await Assert.ThrowsAsync<AccessDeniedException>(() => host.Users.ListAsync(editor, default));
        await Assert.ThrowsAsync<AccessDeniedException>(() => host.Users.AddAsync(new("x@example.org", Role.Viewer), editor, default));
        await Assert.ThrowsAsync<AccessDeniedException>(() => host.Users.ChangeRoleAsync(1, Role.Admin, editor, default));
        await Assert.ThrowsAsync<AccessDeniedException>(() => host.Passwords.ResetAsync(1, editor, default));
        await Assert.ThrowsAsync<AccessDeniedException>(() => host.Keys.ListAsync(editor, default));
        await Assert.ThrowsAsync<AccessDeniedException>(() => host.Keys.CreateAsync("x", Role.Viewer, editor, default));
        await Assert.ThrowsAsync<AccessDeniedException>(() => host.Keys.RevokeAsync(1, editor, default));
    }
}
