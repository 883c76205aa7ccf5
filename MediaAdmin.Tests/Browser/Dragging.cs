using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace MediaAdmin.Tests.Browser;

/// <summary>Pictures that are taken by hand, and folders that come from outside the browser.</summary>
public static class Dragging
{
    /// <param name="across">Where on the target, from its left edge to its right.</param>
    public static async Task DragAsync(this Visitor visitor, ILocator picture, ILocator target, float across = 0.5f)
    {
        await picture.HoverAsync();
        await visitor.Page.Mouse.DownAsync();
        var box = (await target.BoundingBoxAsync())!;
        await visitor.Page.Mouse.MoveAsync(box.X + box.Width * across, box.Y + box.Height / 2, new() { Steps = 5 });
        await visitor.Page.Mouse.UpAsync();
        await Expect(visitor.Page.Locator(".drag-ghost")).ToHaveCountAsync(0);
    }

    public static async Task FingerDragAsync(this Visitor visitor, ILocator picture, ILocator target)
    {
        var (from, to) = ((await picture.BoundingBoxAsync())!, (await target.BoundingBoxAsync())!);
        var touch = await visitor.Page.Context.NewCDPSessionAsync(visitor.Page);
        Task Send(string type, params (float X, float Y)[] points) =>
            touch.SendAsync("Input.dispatchTouchEvent", new() { ["type"] = type, ["touchPoints"] = points.Select(p => new { x = p.X, y = p.Y }).ToArray() });
        await Send("touchStart", (from.X + 20, from.Y + 20));
        await Expect(visitor.Page.Locator(".drag-ghost")).ToHaveCountAsync(1); // after a moment's rest
        for (var step = 1; step <= 5; step++) await Send("touchMove", (from.X + 20 + (to.X + 60 - from.X - 20) * step / 5, from.Y + 20 + (to.Y + 40 - from.Y - 20) * step / 5));
        await Send("touchEnd");
    }

    /// <summary>Drops a folder of the disk, which the browser itself opens.</summary>
    public static async Task DropFolderAsync(this Visitor visitor, ILocator target, string folder)
    {
        await target.ScrollIntoViewIfNeededAsync();
        var box = (await target.BoundingBoxAsync())!;
        var hand = await visitor.Page.Context.NewCDPSessionAsync(visitor.Page);
        foreach (var type in (string[])["dragEnter", "dragOver", "drop"])
            await hand.SendAsync("Input.dispatchDragEvent", new() { ["type"] = type, ["x"] = box.X + box.Width / 2, ["y"] = box.Y + box.Height / 2, ["data"] = new { items = Array.Empty<object>(), files = (string[])[folder], dragOperationsMask = 1 } });
    }
}
