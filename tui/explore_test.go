package tui
import ("testing";"fmt")
func TestX(t *testing.T){
 b:=start(t,intrusion,120,40)
 fmt.Println(b.Screen())
 for _,k:=range []string{"enter","enter","enter","esc","esc","p","?","esc","[", "1","P","esc","W","D","j","enter","y"}{
  b.Press(k); fmt.Println(k); fmt.Println(b.Screen()) }
}
